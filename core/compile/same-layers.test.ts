import { expect, test } from 'vitest';
import { moveItems, renameLayer, setActivation } from '../document/commands/edit-layer.ts';
import { setForm } from '../document/commands/layer-form.ts';
import { after } from '../document/fixtures/two-four-one.ts';
import { presets } from '../presets/registry.ts';
import { areSameLayers } from './same-layers.ts';

const xor = presets.xor.make(); // l1 x1, l2 x2, l3 h, l4 y

test('moving, renaming and collapsing leave the network as it is', () => {
  let moved = after(xor, moveItems(xor, new Map([['l3', { x: 30, y: 0 }]])));
  moved = after(moved, renameLayer(moved, 'l3', 'hidden'));
  moved = after(moved, setForm(moved, ['l3'], 'block'));
  expect(areSameLayers(xor.layers, moved.layers)).toBe(true);
});

test('inputs that change places, and another activation, make another network', () => {
  const swapped = after(xor, moveItems(xor, new Map([['l1', { x: -240, y: 900 }]])));
  expect(areSameLayers(xor.layers, swapped.layers)).toBe(false);
  expect(areSameLayers(xor.layers, after(xor, setActivation(xor, ['l3'], 'relu')).layers)).toBe(false);
});

test('another setting of a layer makes another network: a layer of three heads is not the one of four', () => {
  const layer = { ...xor.layers['l3']!, kind: 'attention', settings: { heads: 4 } } as const;
  const other = { ...layer, settings: { heads: 3 } };
  expect(areSameLayers({ l3: layer }, { l3: other })).toBe(false);
  expect(areSameLayers({ l3: layer }, { l3: { ...layer, settings: { heads: 4 } } })).toBe(true);
});
