import { describe, expect, test } from 'vitest';
import { makeLanguageModel } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { presets } from '../presets/registry.ts';
import { sizeOf } from '../tensor/shape.ts';
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

  test('knows the names of files from before, in which all that a layer owns was a bias', () => {
    const model = makeLanguageModel(languagePresets['gpt-names'], { name: 'three', text: 'ada\nbob\ncarl\n' });
    const before: readonly [string, readonly number[]][] = [
      ['head.weight', [8, 16]],
      ['embedding.bias', [8, 16]],
      ['positions.bias', [16, 16]],
      ['attention 1.bias', [48, 16]],
      ['attention 1.bias.2', [16, 16]],
      ['feed-forward 1.bias', [64, 16]],
      ['feed-forward 1.bias.2', [16, 64]],
    ];
    const tensors = before.map(([name, shape], i) => ({
      name,
      shape,
      values: new Float64Array(sizeOf(shape)).fill(i),
    }));
    const applied = applyParameters(model, { tensors, held: null });
    if ('message' in applied) throw new Error(applied.message);
    const idOf = (name: string): string => Object.values(model.layers).find((layer) => layer.name === name)!.id;
    expect(applied.parameters[`${idOf('attention 1')}.qkvWeight`]![0]).toBe(3);
    expect(applied.parameters[`${idOf('attention 1')}.outWeight`]![0]).toBe(4);
    expect(applied.parameters[`${idOf('feed-forward 1')}.innerWeight`]![0]).toBe(5);
    const [first, ...rest] = tensors;
    expect(
      applyParameters(model, { tensors: [...rest, { ...first!, name: 'tail.weight' }], held: null }),
    ).toHaveProperty('message', expect.stringContaining('The file has no "head.weight" (8 x 16).'));
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
