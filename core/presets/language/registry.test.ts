import { expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { initialParameters } from '../../compile/initial-parameters.ts';
import { languagePresets } from './registry.ts';

/** As drawn for the 65 characters of Shakespeare's text, or the 26 letters and an end of names. */
test.each([
  ['bigram', 27, 729],
  ['letters-mlp', 27, 27 * 10 + 30 * 64 + 64 + 64 * 27 + 27],
  ['gpt-names', 27, 4_192],
  ['gpt-sentences', 29, 13_952],
  ['gpt-verses', 73, 91_392],
  ['gpt-char-small', 65, 804_096],
  ['gpt-char-10m', 65, 10_745_088],
  ['bert-char', 66, 66 * 128 + 64 * 128 + 4 * (12 * 128 * 128 + 13 * 128) + 2 * 128],
] as const)('%s with %i tokens has exactly %i parameters', (name, vocabulary, count) => {
  const { layers, connections } = languagePresets[name].draw(vocabulary);
  const { network, problems } = compileNetwork(layers, connections);
  expect(problems).toEqual([]);
  expect(network!.parameterCount).toBe(count);
});

test('what writes into the residual stream of 4 blocks starts smaller than other weights, by the root of its 8 additions', () => {
  const { layers, connections } = languagePresets['gpt-char-small'].draw(65);
  const { network } = compileNetwork(layers, connections);
  const parameters = initialParameters(network!, 'gpt2', 1);
  const [attention] = Object.values(layers).filter(({ kind }) => kind === 'attention');
  const deviation = (name: string): number => {
    const values = parameters[`${attention!.id}.${name}`]!;
    return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  };
  expect(deviation('qkvWeight')).toBeCloseTo(0.02, 3);
  expect(deviation('outWeight')).toBeCloseTo(0.02 / Math.sqrt(8), 3);
});
