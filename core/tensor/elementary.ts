/**
 * Exponential, logarithm, hyperbolic tangent, sine and cosine in plain arithmetic.
 *
 * The language leaves the last bits of `Math.exp` and its kin to each engine; these give the same bits everywhere, which
 * is what makes a seed reproduce a run exactly. Largest error found against exact values, in units of the last place:
 * sin, cos, log, log1p 0.8; exp 0.9; expm1 1.0; the logistic function 1.8, but 2.5 between -37 and -36.6, where
 * 1 + e^-x just loses its 1; tanh and softplus 2.0.
 *
 * @see Sun Microsystems, "Freely Distributable LIBM" (fdlibm) 5.3, for the polynomials and the argument reductions
 */

const doubles = new Float64Array(1);
const words = new Int32Array(doubles.buffer); // low word first: every platform that runs this is little-endian

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const LARGEST_EXPONENT = 709.782712893384; // ln of the largest double
const SMALLEST_EXPONENT = -745.1332191019411; // below, e^x rounds to 0

/** 2^-1022 ... 2^1023, exact. */
const powersOfTwo = new Float64Array(2046);
powersOfTwo[1022] = 1;
for (let i = 1023; i < 2046; i++) powersOfTwo[i] = powersOfTwo[i - 1]! * 2;
for (let i = 1021; i >= 0; i--) powersOfTwo[i] = powersOfTwo[i + 1]! / 2;

/** 2^power for -1022 <= power <= 1023. */
const powerOfTwo = (power: number): number => powersOfTwo[power + 1022]!;

/** e^x */
export function exponential(x: number): number {
  if (x !== x) return x;
  if (x > LARGEST_EXPONENT) return Infinity;
  if (x < SMALLEST_EXPONENT) return 0;
  const k = Math.round(x / Math.LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k > 1022) return y * 2 * powerOfTwo(k - 1);
  return k >= -1021 ? y * powerOfTwo(k) : y * powerOfTwo(k + 1000) * powerOfTwo(-1000);
}

/** e^x - 1 without losing small x */
export function exponentialMinus1(x: number): number {
  if (x !== x) return x;
  if (x > LARGEST_EXPONENT) return Infinity;
  if (x < -38.8) return -1; // beyond 56 ln 2
  if (Math.abs(x) < 5.5e-17) return x;
  const k = Math.abs(x) > 0.5 * Math.LN2 ? Math.round(x / Math.LN2) : 0;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  const half = 0.5 * r;
  const square = r * half;
  const r1 =
    1 +
    square *
      (-3.33333333333331316428e-2 +
        square *
          (1.58730158725481460165e-3 +
            square *
              (-7.93650757867487942473e-5 +
                square * (4.00821782732936239552e-6 + square * -2.01099218183624371326e-7))));
  const t = 3 - r1 * half;
  const e = square * ((r1 - t) / (6 - r * t));
  if (k === 0) return r - (r * e - square);
  const d = r * (e - lost) - lost - square;
  if (k === -1) return 0.5 * (r - d) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (d - (r + 0.5)) : 1 + 2 * (r - d);
  if (k <= -2 || k > 56) {
    const y = 1 - (d - r);
    return (k > 1022 ? y * 2 * powerOfTwo(k - 1) : y * powerOfTwo(k)) - 1;
  }
  const unit = powerOfTwo(-k);
  return (k < 20 ? 1 - unit - (d - r) : r - (d + unit) + 1) * powerOfTwo(k);
}

/** ln x; NaN below zero */
export function logarithm(x: number): number {
  if (x !== x || x < 0) return NaN;
  if (x === 0) return -Infinity;
  return x === Infinity ? x : logarithmOfSum(x, 0);
}

/** ln(1 + x) without losing small x */
export function logarithm1p(x: number): number {
  if (x !== x || x < -1) return NaN;
  if (x === -1) return -Infinity;
  if (x === Infinity || Math.abs(x) < 1e-16) return x;
  if (x > -0.2928 && x < 0.4142) return x - (0.5 * x * x - logarithmTail(x));
  const sum = 1 + x;
  return logarithmOfSum(sum, (x >= 1 ? 1 - (sum - x) : x - (sum - 1)) / sum);
}

/** ln x + correction, for a finite x > 0: splits x into 2^k (1 + f) with f between √½ - 1 and √2 - 1. */
function logarithmOfSum(x: number, correction: number): number {
  let k = 0;
  doubles[0] = x;
  if (words[1]! < 0x00100000) {
    doubles[0] = x * 18014398509481984; // subnormal: times 2^54
    k = -54;
  }
  k += (words[1]! >> 20) - 1023;
  words[1] = (words[1]! & 0x000fffff) | 0x3ff00000;
  let mantissa = doubles[0];
  if (mantissa > Math.SQRT2) {
    mantissa /= 2;
    k += 1;
  }
  const f = mantissa - 1;
  return k * LN2_HIGH - (0.5 * f * f - (logarithmTail(f) + (k * LN2_LOW + correction)) - f);
}

/** ln(1 + f) - f + f²/2 for f between √½ - 1 and √2 - 1. */
function logarithmTail(f: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const remainder =
    z *
    (6.66666666666673513e-1 +
      z *
        (3.999999999940941908e-1 +
          z *
            (2.857142874366239149e-1 +
              z *
                (2.222219843214978396e-1 +
                  z * (1.818357216161805012e-1 + z * (1.531383769920937332e-1 + z * 1.479819860511658591e-1))))));
  return s * (0.5 * f * f + remainder);
}

/** x -> ROUNDER - (ROUNDER - x) rounds to a whole number n; the lowest bits of the difference are the exponent bits of 2^-n. */
export const ROUNDER = 6755399441056767; // 1.5 · 2^52 + 1023

/** Numbers of `hyperbolicTangent`, which generated code works out for two numbers at once, in the same order. */
export const tangent = {
  /** From here on it is 1 in double precision. */
  limit: 20,
  stepsPerUnit: 2.8853900817779268, // 2 / ln 2
  step: 0.34657359027997264, // ln(2) / 2
  /** tanh h = h + h³ R(h²) for |h| <= ln(2)/4, within 4e-18 of it; R's lowest power first. */
  series: [
    -0.3333333333333249, 0.133333333327841, -0.05396825278234157, 0.021869370722512056, -0.008857308582480884,
    0.003444830885566344,
  ],
} as const;

const [r0, r1, r2, r3, r4, r5] = tangent.series;
const { limit, step, stepsPerUnit } = tangent;

/**
 * (e^x - e^-x) / (e^x + e^-x)
 *
 * |x| = n ln(2)/2 + h. With T = tanh h, s = 2^-n, u = 1 + s and v = 1 - s it is (v + T u) / (u + T v), which is worked out as
 * v² + (T (u - v³) + v s²) / (u + T v): v² is exact and close, so little is left to round. No branches, one division.
 */
export function hyperbolicTangent(x: number): number {
  const size = Math.abs(x) > limit ? limit : Math.abs(x);
  const n = ROUNDER - (ROUNDER - size * stepsPerUnit);
  const h = size - n * step;
  const y = h * h;
  const y2 = y * y;
  const t = h + h * y * (r0 + y * r1 + y2 * (r2 + y * r3 + y2 * (r4 + y * r5)));
  const s = powerOfTwo(-n);
  const u = 1 + s;
  const v = 1 - s;
  const close = v * v;
  const result = close + (t * (u - close * v) + v * (s * s)) / (u + t * v);
  return x > 0 ? result : x === 0 ? x : -result;
}

/** Numbers of `logistic`, as `tangent`. */
export const sigmoid = {
  /** Below the first it is 0, above the second 1. */
  limits: [-746, 40],
  stepsPerUnit: 1.4426950408889634, // 1 / ln 2
  stepHigh: LN2_HIGH,
  stepLow: LN2_LOW,
  /** Numerator and denominator are taken times 2^-64, so that e^-x does not overflow where the result is next to nothing. */
  scale: 5.421010862427522e-20,
  scaleExponent: -64,
  /** e^r = 1 + r + r² S(r) for |r| <= ln(2)/2, within 4e-18 of it; S's lowest power first. */
  series: [
    0.5000000000000011, 0.16666666666666413, 0.04166666666652994, 0.00833333333349472, 0.0013888888943695008,
    0.00019841269506176433, 2.4801493024292187e-5, 2.7557586588802037e-6, 2.763027731193836e-7, 2.5000040220488786e-8,
  ],
} as const;

const [least, most] = sigmoid.limits;
const { stepHigh, stepLow, scale, scaleExponent } = sigmoid;
const [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9] = sigmoid.series;

/** e^r - 1 for |r| <= ln(2)/2 */
function growthNearZero(r: number): number {
  const r2 = r * r;
  const r4 = r2 * r2;
  const low = c0 + c1 * r + r2 * (c2 + c3 * r);
  const high = c4 + c5 * r + r2 * (c6 + c7 * r) + r4 * (c8 + c9 * r);
  return r + r2 * (low + r4 * high);
}

/** 1 / (1 + e^-x) = 1 / (1 + s + s (e^r - 1)) for x = n ln 2 - r and s = 2^-n. No branches, one division. */
export function logistic(x: number): number {
  const limited = x > most ? most : x < least ? least : x;
  const n = ROUNDER - (ROUNDER - limited * sigmoid.stepsPerUnit);
  const p = growthNearZero(n * stepLow - (limited - n * stepHigh));
  const s = powerOfTwo(scaleExponent - n);
  return scale / (scale + s + s * p);
}

/** Numbers of `logOnePlusExp`, as `tangent`. */
export const softening = {
  /** e^-|x| is 0 from here on; before, it is worked out times 2^64, so that no step on the way is too small. */
  limit: 746,
  scaleExponent: 64,
  /** ln(1 + e) = e - w (e - w² L(w²)) for w = e / (2 + e) and 0 <= e <= 1, within 2e-18 of it; L's lowest power first. */
  series: [
    0.6666666666666631, 0.40000000000155267, 0.285714285480979, 0.2222222395496491, 0.18181744430410202,
    0.1538654947271337, 0.13301106670054955, 0.12105065186724356, 0.08344429705383576, 0.17010789460538947,
  ],
} as const;

const [l0, l1, l2, l3, l4, l5, l6, l7, l8, l9] = softening.series;

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|). No branches, one division. */
export function logOnePlusExp(x: number): number {
  const size = Math.abs(x) > softening.limit ? softening.limit : Math.abs(x);
  const n = ROUNDER - (ROUNDER - size * sigmoid.stepsPerUnit);
  const p = growthNearZero(n * stepLow - (size - n * stepHigh));
  const s = powerOfTwo(softening.scaleExponent - n);
  const e = (s + s * p) * scale;
  const w = e / (2 + e);
  const y = w * w;
  const y2 = y * y;
  const y4 = y2 * y2;
  const low = l0 + l1 * y + y2 * (l2 + l3 * y);
  const high = l4 + l5 * y + y2 * (l6 + l7 * y) + y4 * (l8 + l9 * y);
  return (x > 0 ? x : 0) + (e - w * (e - y * (low + y4 * high)));
}

/** sin x; accurate for |x| up to a million */
export function sine(x: number): number {
  return quadrant(x, 0);
}

/** cos x; accurate for |x| up to a million */
export function cosine(x: number): number {
  return quadrant(x, 1);
}

function quadrant(x: number, turn: number): number {
  if (!Number.isFinite(x)) return NaN;
  const n = Math.round(x / (Math.PI / 2));
  const high = x - n * 1.57079632673412561417;
  const r = high - n * 6.07710050650619224932e-11;
  const tail = high - r - n * 6.07710050650619224932e-11;
  const which = (((n + turn) % 4) + 4) % 4;
  const value = which % 2 === 0 ? sineNearZero(r, tail) : cosineNearZero(r, tail);
  return which >= 2 ? -value : value;
}

function sineNearZero(x: number, tail: number): number {
  const z = x * x;
  const v = z * x;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x - (z * (0.5 * tail - v * r) - tail - v * -1.66666666666666324348e-1);
}

function cosineNearZero(x: number, tail: number): number {
  const z = x * x;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - x * tail));
}
