/**
 * Exponential, logarithm, hyperbolic tangent, sine and cosine in plain arithmetic.
 *
 * The language leaves the last bits of `Math.exp` and its kin to each engine; these give the same bits everywhere, which
 * is what makes a seed reproduce a run exactly. Largest error found against exact values, in units of the last place:
 * sin, cos, log, log1p 0.8; exp 0.9; expm1 1.0; softplus 1.2; tanh and the logistic function 1.9.
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

/** (e^x - e^-x) / (e^x + e^-x) */
export function hyperbolicTangent(x: number): number {
  const size = Math.abs(x);
  if (size !== size) return x;
  if (size > 22) return x > 0 ? 1 : -1;
  if (size < 1e-9) return x;
  const t = exponentialMinus1(size >= 1 ? 2 * size : -2 * size);
  const y = size >= 1 ? 1 - 2 / (t + 2) : -t / (t + 2);
  return x < 0 ? -y : y;
}

/** 1 / (1 + e^-x) */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exponential(-x));
  const e = exponential(x);
  return e / (1 + e);
}

/** ln(1 + e^x), without overflow */
export function logOnePlusExp(x: number): number {
  return x > 0 ? x + logarithm1p(exponential(-x)) : logarithm1p(exponential(x));
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
