import { describe, expect, test } from 'vitest';
import { BITMAP_SIDE, fitToFrame, inkOf } from './digit-ink.ts';

const bitmap = (isInk: (x: number, y: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: BITMAP_SIDE * BITMAP_SIDE }, (_, i) =>
    isInk(i % BITMAP_SIDE, Math.floor(i / BITMAP_SIDE)) ? 1 : 0,
  );

describe('the ink of a drawing', () => {
  test('is the share of each block of 4 x 4 that is black', () => {
    const ink = inkOf(bitmap((x, y) => y < 4 && x < 6));
    expect([...ink.subarray(0, 3)]).toEqual([1, 0.5, 0]);
    expect(ink.reduce((sum, value) => sum + value, 0)).toBe(1.5);
  });

  test('fills the frame: a small stroke becomes a tall one, in the middle', () => {
    const ink = inkOf(fitToFrame(bitmap((x, y) => x >= 3 && x < 5 && y >= 10 && y < 18)));
    const columns = Array.from({ length: 8 }, (_, column) =>
      Array.from({ length: 8 }, (_, row) => ink[row * 8 + column]!).reduce((sum, value) => sum + value, 0),
    );
    expect(columns).toEqual([0, 0, 0, 8, 8, 0, 0, 0]);
  });

  test('of nothing is nothing', () => {
    expect(inkOf(fitToFrame(bitmap(() => false))).every((value) => value === 0)).toBe(true);
  });
});
