import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { initialParameters } from '../../compile/initial-parameters.ts';
import { parametersOf } from '../../document/parameter-shape.ts';
import { sizeOf } from '../../tensor/shape.ts';
import { drawTransformer, type TransformerForm } from './transformer.ts';

const micro: TransformerForm = {
  vocabulary: 27,
  context: 16,
  layers: 1,
  heads: 4,
  width: 16,
  feedForward: { hidden: 64, form: 'ReLU' },
  normalisation: { form: 'RMSNorm', hasWeights: false, around: 'first' },
  positions: 'learned',
  sees: 'earlier positions',
  hasBias: false,
  isTied: false,
  dropout: 0,
};
const gpt2: TransformerForm = {
  vocabulary: 50_257,
  context: 1024,
  layers: 12,
  heads: 12,
  width: 768,
  feedForward: { hidden: 3072, form: 'GELU (tanh)' },
  normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
  positions: 'learned',
  sees: 'earlier positions',
  hasBias: true,
  isTied: true,
  dropout: 0,
};

function compiled(form: TransformerForm) {
  const { layers, connections } = drawTransformer(form);
  const { network, problems } = compileNetwork(layers, connections);
  expect(problems).toEqual([]);
  return network!;
}

describe('the drawing of a transformer has exactly the parameters of', () => {
  test.each<[string, TransformerForm, number]>([
    ['microGPT', micro, 4_192],
    ['GPT-2 small', gpt2, 124_439_808],
    [
      'GPT-2 medium',
      { ...gpt2, layers: 24, heads: 16, width: 1024, feedForward: { hidden: 4096, form: 'GELU' } },
      354_823_168,
    ],
    [
      'nanoGPT on characters',
      {
        ...gpt2,
        vocabulary: 65,
        context: 256,
        layers: 6,
        heads: 6,
        width: 384,
        hasBias: false,
        feedForward: { hidden: 1536, form: 'GELU' },
      },
      10_745_088,
    ],
    [
      'llama2.c stories15M',
      {
        ...gpt2,
        vocabulary: 32_000,
        context: 256,
        layers: 6,
        heads: 6,
        width: 288,
        hasBias: false,
        positions: 'rotary',
        normalisation: { form: 'RMSNorm', hasWeights: true, around: 'last' },
        feedForward: { hidden: 768, form: 'SwiGLU' },
      },
      15_191_712,
    ],
  ])('%s', (_name, form, count) => {
    expect(compiled(form).parameterCount).toBe(count);
  });
});

test('what the document lists is what the network has', () => {
  const drawing = drawTransformer(micro);
  const document = {
    ...drawing,
    parameters: {},
    labels: {},
    notes: {},
    groups: {},
    constraints: {},
    ties: {},
    data: {},
    training: {},
    run: {},
  };
  const listed = Object.fromEntries(parametersOf(document).map(({ id, shape }) => [id, sizeOf(shape)]));
  const { parameters } = compiled(micro);
  expect(listed).toEqual(Object.fromEntries(parameters.map(({ id, shape }) => [id, sizeOf(shape)])));
});

test('starts as GPT-2 does: deviation 0.02, less where a block writes into the stream, norms at 1', () => {
  const network = compiled({
    ...gpt2,
    vocabulary: 64,
    context: 16,
    layers: 2,
    heads: 2,
    width: 64,
    feedForward: { hidden: 256, form: 'GELU' },
  });
  const parameters = initialParameters(network, 'gpt2', 1);
  const deviation = (id: string): number =>
    Math.sqrt(parameters[id]!.reduce((sum, x) => sum + x * x, 0) / parameters[id]!.length);
  const named = (name: string): string => network.layers.find(({ layer }) => layer.name === name)!.id;
  expect(deviation(`${named('embedding')}.weight`)).toBeCloseTo(0.02, 3);
  expect(deviation(`${named('attention 1')}.qkvWeight`)).toBeCloseTo(0.02, 3);
  expect(deviation(`${named('attention 1')}.outWeight`)).toBeCloseTo(0.01, 3); // 0.02 / √(2 · 2)
  expect(deviation(`${named('feed-forward 2')}.outWeight`)).toBeCloseTo(0.01, 3);
  expect([...new Set(parameters[`${named('final norm')}.weight`])]).toEqual([1]);
  expect([...new Set(parameters[`${named('attention 2')}.qkvBias`])]).toEqual([0]);
});

test('weight decay is for matrices only', () => {
  for (const { shape, decays } of compiled({ ...gpt2, vocabulary: 8, layers: 1, width: 24 }).parameters) {
    expect(decays ?? true).toBe(shape.length === 2);
  }
});
