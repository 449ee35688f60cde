import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { documents } from '../formats/fixtures/documents.ts';
import { presets } from '../presets/registry.ts';
import type { NetworkDocument } from './document.ts';
import { documentSchema } from './schema.ts';

const document = presets.xor.make();
const now = document.training['now']!;
/** What is said about the first thing that is wrong; null when nothing is. */
const complaint = (value: unknown): string | null => {
  const result = v.safeParse(documentSchema, value);
  return result.success ? null : `${v.getDotPath(result.issues[0]) ?? ''}: ${result.issues[0].message}`;
};
const layer = (change: object): NetworkDocument => ({
  ...document,
  layers: { ...document.layers, l3: { ...document.layers['l3']!, ...change } },
});
const training = (change: object): NetworkDocument => ({ ...document, training: { now: { ...now, ...change } } });

test('accepts any document that the app can make, unchanged', () => {
  fc.assert(
    fc.property(documents, (made) => {
      expect(v.parse(documentSchema, made)).toEqual(made);
    }),
    { numRuns: 200, seed: 3 },
  );
});

describe('refuses', () => {
  test.each<[string, unknown, string]>([
    ['no document', null, 'Expected Object'],
    ['a table that is missing', { ...document, labels: undefined }, 'labels: not a table'],
    ['an entry that is not known', { ...document, extra: 1 }, 'extra: '],
    [
      'an id with a space',
      { ...document, layers: { 'l 1': document.layers['l1'] } },
      'an id is 1 to 64 letters, digits, _ or -',
    ],
    [
      'a layer kept under another id',
      { ...document, layers: { ...document.layers, x: document.layers['l1'] } },
      'Layer "l1" is kept under "x".',
    ],
    ['a kind of layer that does not exist', layer({ kind: 'magic' }), 'layers.l3.kind: '],
    ['an inherited name as activation', layer({ activation: 'toString' }), 'layers.l3.activation: '],
    ['no units', layer({ size: 0 }), 'layers.l3.size: '],
    ['half a unit', layer({ size: 2.5 }), 'layers.l3.size: '],
    ['a place that is not finite', layer({ x: NaN }), 'layers.l3.x: '],
    ['a name of 81 characters', layer({ name: 'x'.repeat(81) }), 'layers.l3.name: a name has up to 80 characters'],
    [
      'a connection to nowhere',
      { ...document, connections: { c9: { id: 'c9', source: 'l1', target: 'l9', mask: null } }, parameters: {} },
      'Connection "c9" ends at a layer that is not there.',
    ],
    [
      'a mask of the wrong size',
      {
        ...document,
        connections: { ...document.connections, c1: { ...document.connections['c1']!, mask: Uint8Array.of(1) } },
      },
      'Connection "c1" marks 1 edges, but 4 are possible.',
    ],
    [
      'a mask that is not 0 or 1',
      {
        ...document,
        connections: {
          ...document.connections,
          c1: { ...document.connections['c1']!, mask: Uint8Array.of(1, 2, 1, 1) },
        },
      },
      'connections.c1.mask: a mask holds 0 and 1',
    ],
    [
      'a parameter of nothing',
      { ...document, parameters: { ...document.parameters, 'c9.weight': Float64Array.of(1) } },
      'Parameter "c9.weight" belongs to nothing that is drawn.',
    ],
    [
      'a parameter that is infinite',
      { ...document, parameters: { ...document.parameters, 'l4.bias': Float64Array.of(Infinity) } },
      'a parameter must be a finite number',
    ],
    ['a parameter as a list', { ...document, parameters: { 'l4.bias': [1] } }, 'parameters.l4.bias: '],
    [
      'two names for one parameter',
      { ...document, labels: { 'l4.bias': ['a', 'b'] } },
      '"l4.bias" has 2 names, but 1 are needed.',
    ],
    ['data under another key', { ...document, data: { then: document.data['now'] } }, 'the only key is "now"'],
    ['no training settings', { ...document, training: {} }, 'There are no training settings.'],
    [
      'a learning rate below 0',
      training({ optimizerSettings: { ...now.optimizerSettings, learningRate: -1 } }),
      'Learning rate must be from 0 to 1000000, not -1.',
    ],
    [
      'an optimizer without its settings',
      training({ optimizerSettings: {} }),
      'Learning rate (learningRate) is missing.',
    ],
    ['batches of none', training({ batchSize: 0 }), 'training.now.batchSize: '],
    ['a seed of 2^32', training({ seed: 2 ** 32 }), 'training.now.seed: '],
    [
      'an order that repeats an example',
      {
        ...document,
        run: {
          now: {
            step: 1,
            epoch: 0,
            cursor: 0,
            order: Uint32Array.of(0, 0),
            random: Uint32Array.of(1, 2, 3, 4),
            moments: {},
          },
        },
      },
      'the order must hold each example once',
    ],
    [
      'a random state of zeros',
      {
        ...document,
        run: {
          now: { step: 1, epoch: 0, cursor: 0, order: Uint32Array.of(0), random: new Uint32Array(4), moments: {} },
        },
      },
      'a random state must not be all zero',
    ],
  ])('%s', (_, value, message) => {
    expect(complaint(document)).toBeNull();
    expect(complaint(value)).toContain(message);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('a layer called %s instead of losing it', (key) => {
    const layers = Object.defineProperty({ ...document.layers }, key, {
      value: document.layers['l1'],
      enumerable: true,
    });
    expect(complaint({ ...document, layers })).toContain('a key of this table is reserved');
  });
});
