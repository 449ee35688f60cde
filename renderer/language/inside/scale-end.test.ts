import { expect, test } from 'vitest';
import { largestOf, scaleEnd, steadyEnd } from './scale-end.ts';

test('a scale ends at a round number that holds every value', () => {
  expect([0.03, 0.5, 0.51, 1, 1.2, 8, 2300].map(scaleEnd)).toEqual([0.03, 0.5, 0.7, 1, 1.5, 10, 3000]);
  expect([0, NaN, Infinity].map(scaleEnd)).toEqual([1, 1, 1]);
});

test('it grows at once and shrinks late', () => {
  expect(steadyEnd(null, 1.7)).toBe(2);
  expect(steadyEnd(2, 3.5)).toBe(5);
  expect(steadyEnd(5, 1.9)).toBe(5);
  expect(steadyEnd(5, 1.2)).toBe(1.5);
});

test('the largest value counts whatever its sign', () => {
  expect(largestOf(Float32Array.of(1, -3, 2))).toBe(3);
  expect(largestOf([])).toBe(0);
});
