import { describe, expect, test } from 'vitest';
import type { Layer } from '../../document/document.ts';
import type { LayerKind } from './layer-kind.ts';
import { layerKinds, type LayerKindName } from './registry.ts';

describe.each(Object.entries<LayerKind>(layerKinds))('layer kind %s', (name, kind) => {
  const layer = (hasBias: boolean): Layer => ({
    id: 'l1',
    kind: name as LayerKindName,
    name: 'h1',
    x: 0,
    y: 0,
    size: 3,
    activation: 'tanh',
    hasBias,
  });

  test('explains itself', () => {
    expect(kind.title).not.toBe('');
    expect(kind.description).toMatch(/\.$/);
    expect(kind.formula(layer(true))).toContain('=');
  });

  test('owns a bias per unit exactly when it takes connections and has one', () => {
    const expected = kind.takesConnections ? [{ name: 'bias', shape: [3] }] : [];
    expect(kind.parameters(layer(true))).toEqual(expected);
    expect(kind.parameters(layer(false))).toEqual([]);
  });
});
