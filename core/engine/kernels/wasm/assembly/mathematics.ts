/**
 * Exponential and logarithm of four numbers at once, and what other functions are made of.
 *
 * Coefficients stand in memory: V8 makes a constant vector anew each time, in three instructions, but loads one in one.
 */

/** a · b + c, fused where the machine can (relaxed SIMD), else rounded twice. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Number `index` of a table, four times. */
// @ts-ignore: decorator
@inline
export function entry(table: usize, index: i32): v128 {
  return v128.load32_splat(table + (<usize>index << 2));
}

/** Limits, 1 / ln 2, 1.5 · 2²³ + 127, -ln 2 in two parts, and (e^r - 1 - r) / r² on ±ln 2 / 2, highest power first. */
const EXPONENTIAL = memory.data<f32>([
  -87.3, 88.3, 1.4426950408889634, 12583039, -0.693359375, 2.12194440e-4,
  0.0013814588310196996, 0.0083687212318182, 0.04166838899254799, 0.1666652113199234, 0.4999999403953552, 1,
]);

/** x held to -87.3 .. 88.3, so that e^x is a normal number; NaN stays. */
// @ts-ignore: decorator
@inline
function held(x: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, entry(EXPONENTIAL, 0)), entry(EXPONENTIAL, 1));
}

/**
 * x / ln 2 with the rounding constant: adding 1.5 · 2²³ leaves n, the nearest whole number, in the low bits of the sum, and
 * 127 more makes them the exponent of 2ⁿ.
 */
// @ts-ignore: decorator
@inline
function shifted(x: v128): v128 {
  return multiplyAdd(x, entry(EXPONENTIAL, 2), entry(EXPONENTIAL, 3));
}

/** r = x - n ln 2 */
// @ts-ignore: decorator
@inline
function remainder(x: v128, sum: v128): v128 {
  const n = f32x4.sub(sum, entry(EXPONENTIAL, 3));
  return multiplyAdd(n, entry(EXPONENTIAL, 5), multiplyAdd(n, entry(EXPONENTIAL, 4), x));
}

/** (e^r - 1 - r) / r² */
// @ts-ignore: decorator
@inline
function curvature(r: v128): v128 {
  let p = entry(EXPONENTIAL, 6);
  p = multiplyAdd(p, r, entry(EXPONENTIAL, 7));
  p = multiplyAdd(p, r, entry(EXPONENTIAL, 8));
  p = multiplyAdd(p, r, entry(EXPONENTIAL, 9));
  return multiplyAdd(p, r, entry(EXPONENTIAL, 10));
}

/** e^x = 2ⁿ e^r, within 7.7e-8 of itself (9.8e-8 without fused multiply-add). */
// @ts-ignore: decorator
@inline
export function exponential(given: v128): v128 {
  const x = held(given), sum = shifted(x), r = remainder(x, sum), one = entry(EXPONENTIAL, 11);
  const whole = multiplyAdd(multiplyAdd(curvature(r), r, one), r, one);
  return f32x4.mul(whole, i32x4.shl(sum, 23));
}

/** e^x - 1 = 2ⁿ (e^r - 1) + (2ⁿ - 1), within 2e-7 of itself however small. */
// @ts-ignore: decorator
@inline
export function exponentialMinusOne(given: v128): v128 {
  const x = held(given), sum = shifted(x), r = remainder(x, sum);
  const above = multiplyAdd(f32x4.mul(curvature(r), r), r, r), power = i32x4.shl(sum, 23);
  return multiplyAdd(power, above, f32x4.sub(power, entry(EXPONENTIAL, 11)));
}

/** e^x of a single number, with the bits of the four at once. */
// @ts-ignore: decorator
@inline
export function exponentialOf(x: f32): f32 {
  return f32x4.extract_lane(exponential(f32x4.splat(x)), 0);
}

/** √2 - 1, ln 2, and (ln(1 + m) - m + m²/2) / m³ for 1 + m from √½ to √2, highest power first. @see Cephes, logf */
const LOGARITHM = memory.data<f32>([
  0.41421356237309505, 0.6931471805599453,
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
]);

/** ln(1 + x) for x from 0 to 1, within 2e-7 of itself: by ln 2 + ln((1 + x) / 2) from √2 - 1 on. */
// @ts-ignore: decorator
@inline
export function logarithmOnePlus(x: v128): v128 {
  const half = f32x4.splat(0.5);
  const isLarge = f32x4.gt(x, entry(LOGARITHM, 0));
  const m = v128.bitselect(multiplyAdd(x, half, f32x4.neg(half)), x, isLarge);
  const square = f32x4.mul(m, m);
  let p = entry(LOGARITHM, 2);
  p = multiplyAdd(p, m, entry(LOGARITHM, 3));
  p = multiplyAdd(p, m, entry(LOGARITHM, 4));
  p = multiplyAdd(p, m, entry(LOGARITHM, 5));
  p = multiplyAdd(p, m, entry(LOGARITHM, 6));
  p = multiplyAdd(p, m, entry(LOGARITHM, 7));
  p = multiplyAdd(p, m, entry(LOGARITHM, 8));
  p = multiplyAdd(p, m, entry(LOGARITHM, 9));
  p = multiplyAdd(p, m, entry(LOGARITHM, 10));
  const bent = f32x4.mul(square, f32x4.sub(f32x4.mul(p, m), half));
  return f32x4.add(f32x4.add(m, bent), v128.and(isLarge, entry(LOGARITHM, 1)));
}

/** 1 / (1 + e^-x) */
// @ts-ignore: decorator
@inline
export function logistic(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
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
