import { expect, test } from 'vitest';
import { remove } from '../../core/document/commands/remove.ts';
import { after } from '../../core/document/fixtures/two-four-one.ts';
import { presets } from '../../core/presets/registry.ts';
import { outlineOf } from './describe.ts';

test('every layer and neuron is told with what feeds it, from left to right', () => {
  const document = presets.worked.make();
  const outline = outlineOf(document.layers, document.connections);
  expect(outline.map(({ title }) => title)[2]).toBe('z1: dense, 1 unit, linear, from x1, x2, to y');
  expect(outline.map(({ units }) => `${units[0]!.name} ${units[0]!.inputs}`)).toEqual([
    'x1 from the data',
    'x2 from the data',
    'z1 from x1, x2',
    'z2 from x1, x2',
    'y from z1, z2',
  ]);
});

test('an edge that was removed is not told any more', () => {
  const document = presets.worked.make();
  const without = after(document, remove(document, [], new Map([['c1', [0]]])));
  const z1 = outlineOf(without.layers, without.connections).find(({ id }) => id === 'l3')!;
  expect(z1.units).toEqual([{ name: 'z1', inputs: 'from x2' }]);
});
