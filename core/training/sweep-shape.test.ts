import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { inconsistencies } from '../document/consistency.ts';
import { connect } from '../document/commands/connect.ts';
import { after, twoFourOne } from '../document/fixtures/two-four-one.ts';
import { presets } from '../presets/registry.ts';
import { Random } from '../tensor/random.ts';
import { asDrawn, shaped, shapeRefusal } from './sweep-shape.ts';

const drawn = twoFourOne();
const sizes = (document: typeof drawn): number[] => {
  const { network } = compileNetwork(document.layers, document.connections);
  expect(inconsistencies(document)).toEqual([]);
  return network!.layers.map(({ layer }) => layer.size);
};

describe('a drawing with other hidden layers', () => {
  test('has the asked-for size, number, or both', () => {
    expect(sizes(shaped(drawn, { ...asDrawn, hiddenSize: 7 }))).toEqual([2, 7, 1]);
    expect(sizes(shaped(drawn, { ...asDrawn, hiddenLayers: 3 }))).toEqual([2, 4, 4, 4, 1]);
    expect(sizes(shaped(drawn, { hiddenSize: 3, hiddenLayers: 2 }))).toEqual([2, 3, 3, 1]);
    expect(shaped(drawn, asDrawn)).toBe(drawn);
  });

  test('loses layers from the end, and a layer that is added is like the last', () => {
    const deep = shaped(drawn, { ...asDrawn, hiddenLayers: 3 });
    expect(sizes(shaped(deep, { ...asDrawn, hiddenLayers: 1 }))).toEqual([2, 4, 1]);
    const relu = { ...drawn, layers: { ...drawn.layers, l2: { ...drawn.layers['l2']!, activation: 'relu' as const } } };
    const hidden = Object.values(shaped(relu, { ...asDrawn, hiddenLayers: 2 }).layers).filter(
      ({ kind }) => kind === 'dense',
    );
    expect(hidden.map(({ activation }) => activation)).toEqual(['relu', 'relu']);
  });

  test('is the same every time', () => {
    const shape = { hiddenSize: 5, hiddenLayers: 4 };
    expect(shaped(drawn, shape)).toEqual(shaped(drawn, shape));
  });

  test('is refused where layers do not follow each other in one line, or there are none', () => {
    const skipping = after(
      drawn,
      connect(drawn, { layer: 'l1', unit: null }, { layer: 'l3', unit: null }, Random.fromSeed(1)),
    );
    expect(shapeRefusal(skipping, { hiddenSize: true, hiddenLayers: false })).toBeNull();
    expect(shapeRefusal(skipping, { hiddenSize: false, hiddenLayers: true })).toContain('in one line');
    const line = presets.bias.make();
    expect(() => shaped(line, { ...asDrawn, hiddenSize: 4 })).toThrow('There is no hidden layer');
    expect(() => shaped(drawn, { ...asDrawn, hiddenLayers: 99 })).toThrow('1 to 20 hidden layers, not 99');
  });
});
