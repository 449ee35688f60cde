/** What is shown as the next update is the update, whatever each parameter is subject to. */
import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { ONLY, type NetworkDocument } from '../document/document.ts';
import { makeLanguageModel } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { drawTransformer } from '../presets/language/transformer.ts';
import { parameterStepSettings } from './step-settings.ts';
import { Trainer } from './trainer.ts';

const DECAY = 0.1;

const model: NetworkDocument = makeLanguageModel(
  {
    ...languagePresets['gpt-names'],
    draw: (vocabulary) =>
      drawTransformer({
        vocabulary,
        context: 8,
        layers: 1,
        heads: 2,
        width: 8,
        feedForward: { hidden: 16, form: 'GELU (tanh)' },
        normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
        positions: 'learned',
        sees: 'earlier positions',
        hasBias: true,
        isTied: false,
        dropout: 0,
      }),
    training: { batchSize: 4, learningRate: 0.01, weightDecay: DECAY, steps: 100, warmupSteps: 5 },
  },
  { name: 'names', text: `${'anna emma ida nina jo'.split(' ').join('\n')}\n`.repeat(4) },
);
const { network } = compileNetwork(model.layers, model.connections);
const settings = { ...model.training[ONLY]!, precision: 'float64' } as const;

test('of a transformer with AdamW every parameter goes where the preview says, biases and normalisations without decay', () => {
  expect(settings).toMatchObject({ optimizer: 'adamw', optimizerSettings: { weightDecay: DECAY } });
  const trainer = new Trainer({
    network: network!,
    data: prepareData(model.data[ONLY]!),
    settings,
    parameters: model.parameters,
    position: null,
  });
  trainer.steps(3);
  while (trainer.phase !== 'backward') trainer.advance();
  const { next } = trainer.batchView()!;
  trainer.advance();
  expect(trainer.parameters).toEqual(next);
  const steady = network!.parameters.filter(({ decays }) => decays === false).map(({ id }) => id);
  expect(steady.length).toBeGreaterThan(5);
  for (const { id } of network!.parameters) {
    const { optimizer } = parameterStepSettings(network!, id, settings, 3);
    expect(optimizer['weightDecay'], id).toBe(steady.includes(id) ? 0 : DECAY);
  }
});
