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
    ['tanh', hyperbolicTangent, Math.tanh, -20, 20, 3], // the engine's own is off by up to 1
    ['tanh near 0', hyperbolicTangent, Math.tanh, -1, 1, 3],
    ['sin', sine, Math.sin, -100, 100, 2],
    ['cos', cosine, Math.cos, -100, 100, 2],
  ] as const)('%s', (_, ours, theirs, from, to, limit) => {
    expect(worst(ours, theirs, from, to)).toBeLessThanOrEqual(limit);
  });

  test.each([
    ['tanh', hyperbolicTangent, 0.17792202842014537, 0.17606805288631316], // the worst that several million points showed
    ['tanh', hyperbolicTangent, 0.5234238406768649, 0.4803382163684674],
    ['tanh', hyperbolicTangent, -2.5, -0.9866142981514303],
    ['tanh', hyperbolicTangent, 14.335887799917186, 0.9999999999992937],
    ['logistic', logistic, -1.0992230829160121, 0.24988549356704584],
    ['logistic', logistic, 3.5, 0.9706877692486436],
    ['logistic', logistic, -36.916364939574805, 9.27740284069651e-17],
    ['logistic', logistic, -700.25, 7.678723813110872e-305],
    ['logistic', logistic, -740.5, 2.5e-322], // subnormal
    ['softplus', logOnePlusExp, -0.4374500753543935, 0.4981541350886941],
    ['softplus', logOnePlusExp, 2.5, 2.5788897342925496],
    ['softplus', logOnePlusExp, -30.25, 7.287724095819427e-14],
    ['softplus', logOnePlusExp, -740.5, 2.5e-322],
  ] as const)('%s is within 2 of the exact value', (_, ours, x, exact) => {
    expect(ulps(ours(x), exact)).toBeLessThanOrEqual(2); // rounded from 60 digits
  });

  test('tanh keeps the sign of zero and what is too small to bend', () => {
    for (const x of [0, -0, 5e-324, -5e-324, 1e-310, -1e-9]) expect(hyperbolicTangent(x)).toBe(x);
    expect(hyperbolicTangent(-Infinity)).toBe(-1);
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
    expect(logistic(1000)).toBe(1);
    expect(logistic(NaN)).toBeNaN();
    expect(logOnePlusExp(1000)).toBe(1000);
    expect(logOnePlusExp(-1000)).toBe(0);
    expect(logOnePlusExp(Infinity)).toBe(Infinity);
    expect(logOnePlusExp(NaN)).toBeNaN();
    expect(sine(Infinity)).toBeNaN();
  });
});
