import { expect, test } from 'vitest';
import { sweepGrid, sweepLine } from './sweep.ts';

test('a line varies one input from end to end and leaves the others', () => {
  const examples = sweepLine(Float64Array.of(7, 8), { input: 1, from: -1, to: 1 }, 3);
  expect([...examples]).toEqual([7, -1, 7, 0, 7, 1]);
});

test('a grid starts at the upper left and takes the centres of its cells', () => {
  const examples = sweepGrid(
    Float64Array.of(0, 9, 0),
    { input: 2, from: 0, to: 2 },
    { input: 0, from: 10, to: 20 },
    2,
    2,
  );
  expect([...examples]).toEqual([17.5, 9, 0.5, 17.5, 9, 1.5, 12.5, 9, 0.5, 12.5, 9, 1.5]);
});
