/**
 * Functions that level off, as quotients of an odd polynomial and an even one: one division and no exponential. The argument
 * is held to where float32 sees the last change.
 */
import { entry, multiplyAdd } from './mathematics';

/**
 * Limits, -1, 1, then the odd polynomial (of degree 11) above and the even one (of degree 8) below, highest power first: fitted
 * to tanh with the least largest error relative to it, and then so rounded that the quotient is exactly ±1 at the limits.
 */
const TANH = memory.data<f32>([
  -8.8, 8.8, -1, 1,
  -8.55446703057483e-12, 2.1061183019810414e-8, 1.9070617781835608e-5, 0.0026183337904512882, 0.09235630184412003,
  0.6746170520782471,
  8.808491429590504e-7, 0.00026724269264377654, 0.01841229386627674, 0.3172285556793213, 0.6746170520782471,
]);

/** tanh, within 4e-7 of itself and never beyond ±1. */
// @ts-ignore: decorator
@inline
export function hyperbolicTangent(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, entry(TANH, 0)), entry(TANH, 1));
  const square = f32x4.mul(x, x);
  let p = entry(TANH, 4);
  p = multiplyAdd(p, square, entry(TANH, 5));
  p = multiplyAdd(p, square, entry(TANH, 6));
  p = multiplyAdd(p, square, entry(TANH, 7));
  p = multiplyAdd(p, square, entry(TANH, 8));
  p = multiplyAdd(p, square, entry(TANH, 9));
  let q = entry(TANH, 10);
  q = multiplyAdd(q, square, entry(TANH, 11));
  q = multiplyAdd(q, square, entry(TANH, 12));
  q = multiplyAdd(q, square, entry(TANH, 13));
  q = multiplyAdd(q, square, entry(TANH, 14));
  const quotient = f32x4.div(f32x4.mul(x, p), q);
  return f32x4.pmin(f32x4.pmax(quotient, entry(TANH, 2)), entry(TANH, 3));
}

/**
 * Limits, then polynomials of degree 11 and 10 as for tanh, fitted to Φ(x) - ½ with the least largest error and then so
 * rounded that it is exactly ±½ at the limits.
 */
const NORMAL = memory.data<f32>([
  -5.4, 5.4,
  3.502522005760511e-8, 9.525104360363912e-6, 0.00024609683896414936, 0.006965360138565302, 0.049979984760284424,
  0.5974770188331604,
  1.8220320043838e-6, 0.00010843033669516444, 0.002784108743071556, 0.04250141605734825, 0.37488916516304016,
  1.4976528882980347,
]);

/** Φ(x) - ½ = erf(x / √2) / 2, where Φ is the normal distribution function: to 1.2e-7 (1.4e-7 without fused multiply-add). */
// @ts-ignore: decorator
@inline
export function halfErrorFunction(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, entry(NORMAL, 0)), entry(NORMAL, 1));
  const square = f32x4.mul(x, x);
  let p = entry(NORMAL, 2);
  p = multiplyAdd(p, square, entry(NORMAL, 3));
  p = multiplyAdd(p, square, entry(NORMAL, 4));
  p = multiplyAdd(p, square, entry(NORMAL, 5));
  p = multiplyAdd(p, square, entry(NORMAL, 6));
  p = multiplyAdd(p, square, entry(NORMAL, 7));
  let q = entry(NORMAL, 8);
  q = multiplyAdd(q, square, entry(NORMAL, 9));
  q = multiplyAdd(q, square, entry(NORMAL, 10));
  q = multiplyAdd(q, square, entry(NORMAL, 11));
  q = multiplyAdd(q, square, entry(NORMAL, 12));
  q = multiplyAdd(q, square, entry(NORMAL, 13));
  return f32x4.div(f32x4.mul(x, p), q);
}

/** As for Φ, of degree 13 and 14, fitted to the slope less ½. */
const GELU_SLOPE = memory.data<f32>([
  -6, 6, 0.5,
  1.0229398661465439e-8, 5.536087428481551e-7, 2.045812834694516e-5, 0.00012166015949333087, 0.008315608836710453,
  -0.013424500823020935, 0.478800505399704,
  7.889807140948335e-10, 2.0341978768101399e-7, 6.185589427332161e-6, 0.0001472168805776164, 0.002383262850344181,
  0.02648409828543663, 0.1832038164138794, 0.6000875234603882,
]);

/** d/dx (x Φ(x)) = Φ(x) + x e^(-x²/2) / √(2π), at once, to 2.7e-7 (3e-7 without fused multiply-add). */
// @ts-ignore: decorator
@inline
export function geluSlope(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, entry(GELU_SLOPE, 0)), entry(GELU_SLOPE, 1));
  const square = f32x4.mul(x, x);
  let p = entry(GELU_SLOPE, 3);
  p = multiplyAdd(p, square, entry(GELU_SLOPE, 4));
  p = multiplyAdd(p, square, entry(GELU_SLOPE, 5));
  p = multiplyAdd(p, square, entry(GELU_SLOPE, 6));
  p = multiplyAdd(p, square, entry(GELU_SLOPE, 7));
  p = multiplyAdd(p, square, entry(GELU_SLOPE, 8));
  p = multiplyAdd(p, square, entry(GELU_SLOPE, 9));
  let q = entry(GELU_SLOPE, 10);
  q = multiplyAdd(q, square, entry(GELU_SLOPE, 11));
  q = multiplyAdd(q, square, entry(GELU_SLOPE, 12));
  q = multiplyAdd(q, square, entry(GELU_SLOPE, 13));
  q = multiplyAdd(q, square, entry(GELU_SLOPE, 14));
  q = multiplyAdd(q, square, entry(GELU_SLOPE, 15));
  q = multiplyAdd(q, square, entry(GELU_SLOPE, 16));
  q = multiplyAdd(q, square, entry(GELU_SLOPE, 17));
  return f32x4.add(entry(GELU_SLOPE, 2), f32x4.div(f32x4.mul(x, p), q));
}
