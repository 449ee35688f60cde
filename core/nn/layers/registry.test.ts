import { describe, expect, test } from 'vitest';
import type { Layer } from '../../document/document.ts';
import { initialSettings } from '../../settings/field.ts';
import type { LayerContext, LayerKind } from './layer-kind.ts';
import { layerKinds, type LayerKindName } from './registry.ts';

describe.each(Object.entries<LayerKind>(layerKinds))('layer kind %s', (name, kind) => {
  const layer = (hasBias: boolean, size = 8): Layer => ({
    id: 'l1',
    kind: name as LayerKindName,
    name: 'h1',
    x: 0,
    y: 0,
    size,
    activation: 'tanh',
    hasBias,
  });
  const tokens: Layer = { ...layer(false, 27), id: 'l0', kind: 'tokens', settings: { context: 4 } };
  const context: LayerContext = { tokens, embedding: { ...layer(false), id: 'l9', kind: 'embedding' }, place: null };

  test('explains itself', () => {
    expect(kind.title).not.toBe('');
    expect(kind.description).toMatch(/\.$/);
    expect(kind.formula(layer(true))).toContain('=');
  });

  test('owns a bias per unit exactly when it has one, apart from what is wired', () => {
    if (kind.wires) return;
    const expected = kind.takesBias ? [{ name: 'bias', shape: [8] }] : [];
    expect(kind.parameters(layer(true), context)).toEqual(expected);
    expect(kind.parameters(layer(false), context)).toEqual([]);
  });

  test('describes its settings so that they can be controls', () => {
    for (const field of Object.values(kind.fields ?? {})) {
      expect(field.description).toMatch(/\.$/);
      expect(field.initial).toBeGreaterThanOrEqual(field.min);
      expect(field.initial).toBeLessThanOrEqual(field.max);
      if (field.choices) expect(field.max).toBe(field.choices.length - 1);
    }
    const stated = { ...layer(true), settings: initialSettings(kind.fields ?? {}) };
    expect(kind.parameters(stated, context)).toEqual(kind.parameters(layer(true), context));
  });

  test('names its tensors apart, and gives only matrices random values', () => {
    const owned = kind.parameters(layer(true), context);
    expect(new Set(owned.map((parameter) => parameter.name)).size).toBe(owned.length);
    for (const { start, shape } of owned)
      if (start === 'weights' || start === 'residual') expect(shape).toHaveLength(2);
  });

  test('computes the layer by ops of which the last one has its id', () => {
    const fewest = kind.wires?.least ?? 1;
    const incoming = Array.from({ length: fewest }, (_, i) => ({ source: `s${i}`, weight: `w${i}` }));
    const nodes = kind.lower(layer(true), incoming, (parameter) => `l1.${parameter}`, context);
    expect(nodes.at(-1)?.id).toBe('l1');
  });
});
