import { expect, test } from 'vitest';
import { fitOf } from './fit.ts';

test('perfect predictions explain everything, the mean nothing, and only the rows named count', () => {
  const target = Float64Array.of(1, 2, 3, 100);
  expect(fitOf(target, target, [0, 1, 2, 3])).toEqual({ count: 4, error: 0, explained: 1 });
  const mean = fitOf(Float64Array.of(2, 2, 2, 0), target, [0, 1, 2]);
  expect(mean.explained).toBe(0);
  expect(mean.error).toBeCloseTo(Math.sqrt(2 / 3), 12);
});

test('without any variance there is no share to explain', () => {
  expect(fitOf(Float64Array.of(1, 2), Float64Array.of(3, 3), [0, 1]).explained).toBeNaN();
});
