import { expect, test } from 'vitest';
import { presets } from '../../core/presets/registry.ts';
import { listEdges, MOST_EDGES_AS_LINES } from './edge-list.ts';
import { rulerStep, strongestCells } from './heatmap.ts';

test('a matrix that fits is shown as it is', () => {
  const weights = Float64Array.of(1, -2, 3, 4, 5, -6);
  expect(strongestCells(weights, 2, 3, 64)).toEqual({ rows: 2, columns: 3, values: weights });
});

test('a larger one shows the strongest weight of each cell, with its sign', () => {
  const weights = Float64Array.of(1, -2, 0, 0.5, 0, 1, 9, -9.5, 0, 0, 0, 0, 0, 0, 0, -1);
  expect([...strongestCells(weights, 4, 4, 2).values]).toEqual([-2, -9.5, 0, -1]);
});

test('a ruler has marks at 1, 2, 5, 10 ... units', () => {
  expect([rulerStep(8, 10), rulerStep(15, 10), rulerStep(64, 10), rulerStep(784, 10)]).toEqual([1, 2, 10, 100]);
});

test('above 2 000 edges the largest connections become heatmaps until the lines fit; a block has heatmaps always', () => {
  const { layers, connections } = presets.xor.make();
  const hidden = Object.values(layers).find(({ kind }) => kind === 'dense')!;
  expect(listEdges(layers, connections).bands).toEqual([]);
  const wide = { ...layers, [hidden.id]: { ...hidden, size: 900 } }; // 900 + 900 + 900 edges
  const many = listEdges(wide, connections);
  expect(many.bands).toHaveLength(1);
  expect(many.count).toBeLessThanOrEqual(MOST_EDGES_AS_LINES);
  expect(many.count + many.bands.length * 900).toBe(2700);
  const block = { ...layers, [hidden.id]: { ...hidden, form: 'block' as const } };
  expect(listEdges(block, connections)).toMatchObject({ count: 0, bands: { length: 3 } });
});
