/**
 * Exponential, logarithm, hyperbolic tangent, sine, cosine and the error function in plain arithmetic.
 *
 * The language leaves the last bits of `Math.exp` and its kin to each engine; these give the same bits everywhere, which
 * is what makes a seed reproduce a run exactly. Error: exp, log, sin, cos below 1 ulp; expm1, log1p, tanh below 4 ulp;
 * erf below 5e-15 absolute.
 *
 * @see Sun Microsystems, "Freely Distributable LIBM" (fdlibm) 5.3, for the polynomials
 */

const doubles = new Float64Array(1);
const words = new Int32Array(doubles.buffer); // low word first: every platform that runs this is little-endian

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** 2^power for -1022 <= power <= 1023. */
function powerOfTwo(power: number): number {
  words[0] = 0;
  words[1] = (power + 1023) << 20;
  return doubles[0]!;
}

/** e^x */
export function exponential(x: number): number {
  if (x !== x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
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

/** ln x; NaN below zero */
export function logarithm(x: number): number {
  if (x !== x || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return x;
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
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + remainder) + k * LN2_LOW) - f);
}

/** ln(1 + x) without losing small x (Kahan's quotient). */
export function logarithm1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  return u === Infinity ? u : (logarithm(u) * x) / (u - 1);
}

/** e^x - 1 without losing small x (Kahan's quotient). */
export function exponentialMinus1(x: number): number {
  const u = exponential(x);
  if (u === 1) return x;
  const less = u - 1;
  if (less === -1 || u === Infinity) return less;
  return (less * x) / logarithm(u);
}

/** (e^x - e^-x) / (e^x + e^-x) */
export function hyperbolicTangent(x: number): number {
  const size = Math.abs(x);
  if (size !== size) return x;
  if (size > 22) return Math.sign(x);
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

/** Horner's rule, constant term first. */
function polynomial(x: number, coefficients: readonly number[]): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!;
  return sum;
}

const NEAR_ZERO_TOP = [
  1.28379167095512558561e-1, -3.2504210724700149937e-1, -2.84817495755985104766e-2, -5.77027029648944159157e-3,
  -2.37630166566501626084e-5,
];
const NEAR_ZERO_BOTTOM = [
  1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3, 1.32494738004321644526e-4,
  -3.9602282787753681232e-6,
];
const NEAR_ONE_TOP = [
  -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1, 3.18346619901161753674e-1,
  -1.10894694282396677476e-1, 3.54783043256182359371e-2, -2.166375594868790843e-3,
];
const NEAR_ONE_BOTTOM = [
  1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2, 1.26171219808761642112e-1,
  1.36370839120290507362e-2, 1.1984499846799107417e-2,
];
const MIDDLE_TOP = [
  -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1, -6.23753324503260060396e1,
  -1.62396669462573470355e2, -1.84605092906711035994e2, -8.12874355063065934246e1, -9.81432934416914548592,
];
const MIDDLE_BOTTOM = [
  1, 1.96512716674392571292e1, 1.376577541435190426e2, 4.34565877475229228821e2, 6.45387271733267880336e2,
  4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135, -6.04244152148580987438e-2,
];
const FAR_TOP = [
  -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1, -1.60636384855821916062e2,
  -6.37566443368389627722e2, -1.02509513161107724954e3, -4.83519191608651397019e2,
];
const FAR_BOTTOM = [
  1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3,
  2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1,
];

/** The error function, 2/√π ∫₀ˣ e^(-t²) dt */
export function errorFunction(x: number): number {
  const size = Math.abs(x);
  if (size !== size) return x;
  const sign = x < 0 ? -1 : 1;
  if (size < 0.84375) {
    const z = x * x;
    return x + (x * polynomial(z, NEAR_ZERO_TOP)) / polynomial(z, NEAR_ZERO_BOTTOM);
  }
  if (size < 1.25) {
    const s = size - 1;
    return sign * (8.45062911510467529297e-1 + polynomial(s, NEAR_ONE_TOP) / polynomial(s, NEAR_ONE_BOTTOM));
  }
  if (size >= 6) return sign;
  const s = 1 / (size * size);
  const isMiddle = size < 1 / 0.35;
  const ratio = polynomial(s, isMiddle ? MIDDLE_TOP : FAR_TOP) / polynomial(s, isMiddle ? MIDDLE_BOTTOM : FAR_BOTTOM);
  return sign * (1 - exponential(-size * size - 0.5625 + ratio) / size);
}
