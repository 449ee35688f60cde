import { expect, test } from 'vitest';
import type { Network } from './compile.ts';
import { matchesData } from './matches-data.ts';

function problems(units: readonly [number, number], columns: readonly [number, number]) {
  const network = { inputLayers: ['x'], outputLayers: ['y'], inputCount: units[0], outputCount: units[1] };
  const data = { inputs: new Array(columns[0]).fill(null), targets: new Array(columns[1]).fill(null) };
  return matchesData(network as unknown as Network, data);
}

test('nothing is said where the counts agree', () => {
  expect(problems([2, 1], [2, 1])).toEqual([]);
});

test('says both numbers, what to add, and at which layer', () => {
  expect(problems([2, 1], [4, 1])).toEqual([
    {
      item: 'x',
      message:
        'The data has 4 inputs but the network has 2 input units. Add 2 input units, or choose columns that make 2.',
    },
  ]);
});

test('says what to remove, one in the singular', () => {
  expect(problems([2, 2], [2, 1])).toEqual([
    {
      item: 'y',
      message:
        'The data has 1 target but the network has 2 output units. Remove 1 output unit, or choose columns that make 2.',
    },
  ]);
});
