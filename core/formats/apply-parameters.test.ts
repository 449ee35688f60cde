import { describe, expect, test } from 'vitest';
import { presets } from '../presets/registry.ts';
import { applyParameters } from './apply-parameters.ts';
import type { NamedTensor } from './format.ts';
import { tensorsOf } from './tensors-of.ts';

const document = presets.xor.make();
const own: readonly NamedTensor[] = tensorsOf(document).map(({ name, shape, values }) => ({ name, shape, values }));
const replaced = (name: string, tensor: NamedTensor): NamedTensor[] =>
  own.map((old) => (old.name === name ? tensor : old));

describe('taking parameters from a file', () => {
  test('replaces all of them and says how many', () => {
    const doubled = own.map((tensor) => ({ ...tensor, values: tensor.values.map((value) => 2 * value) }));
    const applied = applyParameters(document, { tensors: doubled, held: null });
    expect(applied).toMatchObject({ count: 17 });
    expect(applied).toHaveProperty(
      ['parameters', 'c3.weight'],
      document.parameters['c3.weight']!.map((x) => 2 * x),
    );
  });

  test.each<[string, NamedTensor[], string]>([
    [
      'one is missing',
      own.filter(({ name }) => name !== 'y.weight'),
      'The file has no "y.weight" (1 x 4). Rename the layer, or choose the file of this network.',
    ],
    [
      'one is too many',
      [...own, { name: 'z.bias', shape: [1], values: Float64Array.of(1) }],
      'The file has "z.bias", which this network does not. Choose the file of this network.',
    ],
    [
      'one has another shape',
      replaced('y.weight', { name: 'y.weight', shape: [4, 1], values: new Float64Array(4) }),
      '"y.weight" is 4 x 1 in the file but 1 x 4 here. Give the layers the same number of units.',
    ],
    [
      'one holds what is no number',
      replaced('y.bias', { name: 'y.bias', shape: [1], values: Float64Array.of(NaN) }),
      '"y.bias" holds NaN in the file; a parameter must be a finite number. Nothing was taken over.',
    ],
    [
      'nothing is there',
      [],
      'The file has no "h.weight.x1" (4 x 1). Rename the layer, or choose the file of this network. (4 more do not fit.)',
    ],
  ])('takes nothing and says why when %s', (_, tensors, message) => {
    expect(applyParameters(document, { tensors, held: null })).toHaveProperty('message', message);
  });
});
