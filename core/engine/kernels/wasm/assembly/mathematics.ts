/**
 * Functions of four numbers at once. Largest errors, measured against float64 over the range where the result is neither 0
 * nor infinite: exponential 1.5e-7 relative, tanh 4e-7 relative, error function 2e-7, logarithm 1.5e-7 relative.
 */

/** a · b + c, fused where the machine can (relaxed SIMD), else rounded twice. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Whole numbers as integers; the relaxed instruction differs only beyond their range. */
// @ts-ignore: decorator
@inline
function whole(n: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_trunc_f32x4_s(n);
  return i32x4.trunc_sat_f32x4_s(n);
}

/** e^x: 2^n e^r with n = round(x / ln 2), r in two parts, and a polynomial of degree 6. @see Cephes, expf */
// @ts-ignore: decorator
@inline
export function exponential(given: v128): v128 {
  const limited = f32x4.pmin(f32x4.pmax(given, f32x4.splat(-87.3)), f32x4.splat(88.7)); // NaN stays
  const n = f32x4.nearest(f32x4.mul(limited, f32x4.splat(1.4426950408889634)));
  const high = f32x4.sub(limited, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.sub(high, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  const y = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  return f32x4.mul(y, i32x4.shl(i32x4.add(whole(n), i32x4.splat(127)), 23));
}

/** ln x for normal x > 0. @see Cephes, logf */
// @ts-ignore: decorator
@inline
export function logarithm(x: v128): v128 {
  const one = f32x4.splat(1);
  let exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126)));
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000)); // in [0.5, 1)
  const isSmall = f32x4.lt(m, f32x4.splat(0.707106781186547524));
  exponent = f32x4.sub(exponent, v128.and(isSmall, one));
  m = f32x4.sub(f32x4.add(m, v128.and(isSmall, m)), one);
  const square = f32x4.mul(m, m);
  let p = f32x4.splat(7.0376836292e-2);
  p = multiplyAdd(p, m, f32x4.splat(-1.1514610310e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.1676998740e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.2420140846e-1));
  p = multiplyAdd(p, m, f32x4.splat(1.4249322787e-1));
  p = multiplyAdd(p, m, f32x4.splat(-1.6668057665e-1));
  p = multiplyAdd(p, m, f32x4.splat(2.0000714765e-1));
  p = multiplyAdd(p, m, f32x4.splat(-2.4999993993e-1));
  p = multiplyAdd(p, m, f32x4.splat(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(p, m), square);
  y = multiplyAdd(exponent, f32x4.splat(-2.12194440e-4), y);
  y = f32x4.sub(y, f32x4.mul(square, f32x4.splat(0.5)));
  return multiplyAdd(exponent, f32x4.splat(0.693359375), f32x4.add(m, y));
}

/** A quotient of odd and even polynomials of degree 13 and 6, the argument held to ±7.9, beyond which float32 is ±1. */
// @ts-ignore: decorator
@inline
export function hyperbolicTangent(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, f32x4.splat(-7.90531110763549805)), f32x4.splat(7.90531110763549805));
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-2.76076847742355e-16);
  p = multiplyAdd(p, square, f32x4.splat(2.00018790482477e-13));
  p = multiplyAdd(p, square, f32x4.splat(-8.60467152213735e-11));
  p = multiplyAdd(p, square, f32x4.splat(5.12229709037114e-8));
  p = multiplyAdd(p, square, f32x4.splat(1.48572235717979e-5));
  p = multiplyAdd(p, square, f32x4.splat(6.37261928875436e-4));
  p = multiplyAdd(p, square, f32x4.splat(4.89352455891786e-3));
  let q = f32x4.splat(1.19825839466702e-6);
  q = multiplyAdd(q, square, f32x4.splat(1.18534705686654e-4));
  q = multiplyAdd(q, square, f32x4.splat(2.2684346324390e-3));
  q = multiplyAdd(q, square, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(x, p), q);
}

// @ts-ignore: decorator
@inline
export function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/**
 * The normal distribution function Φ(x) = (1 + erf(x / √2)) / 2, given e^(-x²/2).
 *
 * @see Abramowitz, Stegun 1964, 7.1.26
 */
// @ts-ignore: decorator
@inline
export function normalDistribution(x: v128, density: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, multiplyAdd(f32x4.abs(x), f32x4.splat(0.3275911 * 0.7071067811865476), one));
  let p = f32x4.splat(1.061405429);
  p = multiplyAdd(p, t, f32x4.splat(-1.453152027));
  p = multiplyAdd(p, t, f32x4.splat(1.421413741));
  p = multiplyAdd(p, t, f32x4.splat(-0.284496736));
  p = multiplyAdd(p, t, f32x4.splat(0.254829592));
  const tail = f32x4.mul(f32x4.mul(f32x4.splat(0.5), density), f32x4.mul(p, t));
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
export function sumOf(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

// @ts-ignore: decorator
@inline
export function largestOf(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** e^x of a single number, with the bits of the four at once. */
// @ts-ignore: decorator
@inline
export function exponentialOf(x: f32): f32 {
  return f32x4.extract_lane(exponential(f32x4.splat(x)), 0);
}
