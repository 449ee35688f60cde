import { describe, expect, test } from 'vitest';
import {
  cosine,
  exponential,
  exponentialMinus1,
  hyperbolicTangent,
  logarithm,
  logarithm1p,
  logistic,
  logOnePlusExp,
  sine,
} from './elementary.ts';

/** |ours - theirs| in units of the last place of theirs. */
function ulps(ours: number, theirs: number): number {
  if (ours === theirs) return 0;
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(theirs))));
  return Math.abs(ours - theirs) / 2 ** (exponent - 52);
}

function worst(ours: (x: number) => number, theirs: (x: number) => number, from: number, to: number): number {
  let most = 0;
  for (let i = 0; i <= 20_000; i++) {
    const x = from + ((to - from) * (i + 0.37)) / 20_001;
    most = Math.max(most, ulps(ours(x), theirs(x)));
  }
  return most;
}

describe('elementary functions agree with the engine to within a few units of the last place', () => {
  test.each([
    ['exp', exponential, Math.exp, -700, 700, 2],
    ['exp near 0', exponential, Math.exp, -1, 1, 2],
    ['log', logarithm, Math.log, 1e-6, 1000, 2],
    ['log1p', logarithm1p, Math.log1p, -0.5, 3, 2],
    ['expm1', exponentialMinus1, Math.expm1, -3, 3, 2],
    ['expm1 far out', exponentialMinus1, Math.expm1, -40, 700, 2],
    ['tanh', hyperbolicTangent, Math.tanh, -20, 20, 2],
    ['tanh near 0', hyperbolicTangent, Math.tanh, -1, 1, 2],
    ['sin', sine, Math.sin, -100, 100, 2],
    ['cos', cosine, Math.cos, -100, 100, 2],
  ] as const)('%s', (_, ours, theirs, from, to, limit) => {
    expect(worst(ours, theirs, from, to)).toBeLessThanOrEqual(limit);
  });

  test('ends and special values', () => {
    expect(exponential(1000)).toBe(Infinity);
    expect(exponential(-1000)).toBe(0);
    expect(exponential(-740)).toBeCloseTo(Math.exp(-740), 323); // subnormal
    expect(logarithm(0)).toBe(-Infinity);
    expect(logarithm(-1)).toBeNaN();
    expect(logarithm(5e-324)).toBeCloseTo(Math.log(5e-324), 10);
    expect(hyperbolicTangent(1000)).toBe(1);
    expect(hyperbolicTangent(NaN)).toBeNaN();
    expect(logistic(-1000)).toBe(0);
    expect(logistic(0)).toBe(0.5);
    expect(logOnePlusExp(1000)).toBe(1000);
    expect(sine(Infinity)).toBeNaN();
  });
});
