import { expect, test } from 'vitest';
import type { Layer } from '../../core/document/document.ts';
import { hasUnitMaps, mappedUnits, MOST_MAPPED_UNITS } from './mapped-layers.ts';

const layer = (size: number, changes: Partial<Layer> = {}): Layer => ({
  id: `h${size}`,
  kind: 'dense',
  name: 'h',
  x: 0,
  y: 0,
  size,
  activation: 'tanh',
  hasBias: true,
  ...changes,
});

test('a layer has maps in its neurons while they are drawn as cards: few of them, or many that were opened', () => {
  expect(hasUnitMaps(layer(12))).toBe(true);
  expect(hasUnitMaps(layer(16))).toBe(false);
  expect(hasUnitMaps(layer(16, { form: 'units' }))).toBe(true);
  expect(hasUnitMaps(layer(128, { form: 'units' }))).toBe(true);
  expect(hasUnitMaps(layer(4, { form: 'block' }))).toBe(false);
  expect(hasUnitMaps(layer(3, { kind: 'softmax' }))).toBe(false);
});

test('a layer of 128 neurons that is opened has its maps without being asked', () => {
  const opened = [layer(2, { kind: 'input' }), layer(128, { form: 'units' }), layer(1, { kind: 'output' })];
  expect(mappedUnits(opened)).toBe(131);
  expect(mappedUnits(opened)).toBeLessThanOrEqual(MOST_MAPPED_UNITS);
});
