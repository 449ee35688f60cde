import { expect, test } from 'vitest';
import { integerPower } from './integer-power.ts';

test('equals repeated multiplication', () => {
  expect(integerPower(2, 0)).toBe(1);
  expect(integerPower(2, 13)).toBe(8192);
  expect(integerPower(-3, 3)).toBe(-27);
  expect(integerPower(0, 5)).toBe(0);
});

test('stays close to the engine’s power for a million steps of a running mean', () => {
  const power = integerPower(0.999999, 1_000_000);
  expect(Math.abs(power / 0.999999 ** 1_000_000 - 1)).toBeLessThan(1e-9); // each of 20 squarings doubles the error
});
