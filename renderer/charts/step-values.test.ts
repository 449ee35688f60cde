import { expect, test } from 'vitest';
import { decimate, StepValues } from './step-values.ts';

/** Rough, with gaps, and the same every time. */
const noise = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => (i % 997 < 3 ? NaN : ((i * 7919) % 4093) - ((i * 31) % 1009)));

test('a line from blocks is the line from every value, for any stretch and however it was written', () => {
  const all = noise(20_000);
  const values = new StepValues();
  for (let step = 0; step < all.length; step += 613) {
    values.write(step, all.subarray(step, step + 613));
    if (step % 1839 === 0) values.line(step, 50); // extremes that are known before more is written
  }
  for (const [from, upTo, columns] of [
    [1, 20_000, 100],
    [1, 20_000, 7],
    [257, 512, 3],
    [4000, 19_999, 11],
    [300, 9000, 4000],
  ] as const) {
    const { x, y } = decimate(all.subarray(from - 1, upTo), columns);
    expect(values.line(upTo, columns, from)).toEqual({ x: x.map((step) => step + from - 1), y });
  }
});

test('what is written again, cut or left out is what the next line shows', () => {
  const values = new StepValues();
  values.write(0, new Float64Array(3000).fill(1));
  expect(values.line(3000, 10).y.every((value) => value === 1)).toBe(true);
  values.write(100, Float64Array.of(50));
  expect(Math.max(...values.line(3000, 10).y)).toBe(50);
  expect(values.holds(100, Float64Array.of(50, 1))).toBe(true);
  expect(values.holds(100, Float64Array.of(49))).toBe(false);
  values.cut(90);
  values.write(92, Float64Array.of(3));
  expect(values.at(91)).toBeNaN();
  expect(values.length).toBe(93);
  expect(values.line(3000, 10).x).toHaveLength(20);
});
