import { describe, expect, test } from 'vitest';
import { dialAngle, dialRange, keyStep, snapToTenth, stepped, tidy } from './knob-dial.ts';

describe('the scale of a dial', () => {
  test('grows in readable steps and does not shrink at once', () => {
    expect(dialRange(0.5, 1)).toBe(1);
    expect(dialRange(1.2, 1)).toBe(2);
    expect(dialRange(2.4, 2)).toBe(5);
    expect(dialRange(40, 5)).toBe(50);
    expect(dialRange(2, 5)).toBe(5);
    expect(dialRange(0.3, 5)).toBe(1);
  });

  test('ends at the stops', () => {
    expect(dialAngle(1, 2)).toBe(67.5);
    expect(dialAngle(-9, 2)).toBe(-135);
  });
});

test('steps are a hundredth of the scale, finer with Shift', () => {
  expect(keyStep(2, false)).toBe(0.02);
  expect(keyStep(2, true)).toBeCloseTo(0.002, 12);
  expect(tidy(0.1 + 0.2)).toBe(0.3);
  expect(snapToTenth(0.27)).toBe(0.3);
});

test('with Ctrl a key goes to the next tenth, however small its own step', () => {
  expect(stepped(0.3, 1, 0.01, true)).toBe(0.4);
  expect(stepped(0.34, -1, 0.01, true)).toBe(0.2);
  expect(stepped(0, 10, 0.01, true)).toBe(1);
  expect(stepped(0.3, 1, 0.01, false)).toBe(0.31);
  expect(stepped(10, 1, 0.5, true)).toBe(10.5);
});
