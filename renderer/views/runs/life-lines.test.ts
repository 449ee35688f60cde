import { expect, test } from 'vitest';
import { lifeTicks, stretch } from './life-lines.ts';

const values = Float64Array.from({ length: 101 }, (_, i) => i / 10); // of steps 50 to 150

test('a stretch of a life has the values of its own steps, and one beyond each end', () => {
  const { x, y } = stretch(values, 50, 60, 62, 600);
  expect([...x]).toEqual([59, 60, 61, 62, 63]);
  expect([...y]).toEqual([0.9, 1, 1.1, 1.2, 1.3]);
});

test('a long one keeps its peak in few points', () => {
  const long = new Float64Array(10_000);
  long[4321] = 7;
  const { x, y } = stretch(long, 0, 0, 9999, 50);
  expect(x.length).toBeLessThanOrEqual(100);
  expect(x[y.indexOf(7)]).toBe(4321);
});

test('jumps are marked by their number in the table, edits as such, in the order of steps', () => {
  const jump = { from: 0, to: 1, gradient: 0, rows: [], batchSize: 0 };
  const ticks = lifeTicks({
    jumps: [
      { ...jump, step: 9 },
      { ...jump, step: 3 },
    ],
    edits: [{ step: 5, from: 0, to: 1 }],
  } as never);
  expect(ticks.map(({ step, mark }) => [step, mark])).toEqual([
    [3, '2'],
    [5, undefined],
    [9, '1'],
  ]);
});
