import { describe, expect, test } from 'vitest';
import { firstNonFinite } from './reals.ts';

describe.each([Float32Array, Float64Array])('%o', (Kind) => {
  test('finite numbers, the largest and the smallest too, have no first that is not', () => {
    const largest = Kind === Float32Array ? 3.4e38 : Number.MAX_VALUE;
    for (let length = 0; length < 12; length++) {
      const values = new Kind(Array.from({ length }, (_, i) => [0, -0, largest, -largest, 1e-45, 1][i % 6]!));
      expect(firstNonFinite(values)).toBeUndefined();
    }
  });

  test.each([NaN, Infinity, -Infinity])('%d is found wherever it stands', (value) => {
    for (let length = 1; length < 12; length++) {
      for (let at = 0; at < length; at++) {
        const values = new Kind(length).fill(2);
        values[at] = value;
        expect(firstNonFinite(values)).toBe(value);
      }
    }
  });

  test('of several the first is named', () => expect(firstNonFinite(Kind.of(1, -Infinity, NaN))).toBe(-Infinity));
});
