import { expect, test } from 'vitest';
import { ShuffledWindows } from './shuffled-windows.ts';

const take = (windows: ShuffledWindows, batches: number, batchSize: number): number[] => {
  const rows: number[] = [];
  for (let batch = 0; batch < batches; batch++) {
    rows.push(...windows.upcoming(batchSize).order);
    windows.pass(batchSize);
  }
  return rows;
};

test('an epoch takes windows side by side from a beginning drawn anew, each once', () => {
  const windows = new ShuffledWindows(1000, 64, 7, null);
  const first = windows.row(0) % 64;
  const count = Math.ceil((1000 - first) / 64);
  const rows = Array.from({ length: count }, (_, i) => windows.row(i));
  expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => first + 64 * i));
  expect(rows).not.toEqual(rows.toSorted((a, b) => a - b));
  const beginnings = new Set<number>();
  for (let seed = 0; seed < 20; seed++) beginnings.add(new ShuffledWindows(1000, 64, seed, null).row(0) % 64);
  expect(beginnings.size).toBeGreaterThan(10);
});

test('batches keep their size where an epoch ends within one, and the epoch is counted when its last window is taken', () => {
  const windows = new ShuffledWindows(640, 64, 3, null);
  expect(windows.left(4)).toBe(3);
  expect(take(windows, 2, 4)).toHaveLength(8);
  expect(windows.epoch).toBe(0);
  expect(take(windows, 1, 4)).toHaveLength(4);
  expect(windows.epoch).toBe(1);
});

test('goes on from any place with the same windows, whatever the seed is by then', () => {
  const whole = take(new ShuffledWindows(5000, 64, 11, null), 40, 7);
  const windows = new ShuffledWindows(5000, 64, 11, null);
  const begun = take(windows, 17, 7);
  const resumed = new ShuffledWindows(5000, 64, 999, windows.place);
  expect([...begun, ...take(resumed, 23, 7)]).toEqual(whole);
});

test('where a network is scored on one token, every place is an example of its own', () => {
  const windows = new ShuffledWindows(50, 1, 2, null);
  expect(take(windows, 5, 10).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

test('a text as short as one window gives it again and again', () => {
  expect(take(new ShuffledWindows(1, 64, 5, null), 3, 4)).toEqual([0, 0, 0]);
});
