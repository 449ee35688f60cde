import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { initialParameters } from '../compile/initial-parameters.ts';
import { prepareData } from '../data/prepare.ts';
import { startingValues } from '../document/constraints.ts';
import { ONLY } from '../document/document.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { optimizers } from '../optim/optimizers/registry.ts';
import { makeLanguageModel } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { presets } from '../presets/registry.ts';
import { listRuns, runOne, type SweepPlan, type SweepRun } from './sweep.ts';
import { asDrawn } from './sweep-shape.ts';
import { Trainer } from './trainer.ts';

const { layers, connections, parameters, data, training } = presets.xor.make();
const network = compileNetwork(layers, connections).network!;
const setup = { network, data: prepareData(data[ONLY]!), parameters };
const base = training[ONLY]!;

const plan = (change: Partial<SweepPlan>): SweepPlan => ({
  method: 'grid',
  axes: [{ setting: 'learningRate', from: 0.001, to: 1, count: 4 }],
  runs: 10,
  seed: 1,
  steps: 300,
  ...change,
});

function finish(settings = base, steps = 300): SweepRun {
  const work = runOne(setup, 1, { settings, shape: asDrawn }, steps);
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

describe('the list of runs', () => {
  test('of a grid is every combination, ranges in equal ratios', () => {
    const runs = listRuns(
      base,
      plan({
        axes: [
          { setting: 'learningRate', from: 0.001, to: 1, count: 4 },
          { setting: 'seed', count: 3 },
        ],
      }),
    );
    expect(runs).toHaveLength(12);
    expect([...new Set(runs.map(({ settings }) => settings.optimizerSettings['learningRate']))]).toEqual([
      0.001, 0.01, 0.1, 1,
    ]);
    expect(runs.slice(0, 3).map(({ settings }) => settings.seed)).toEqual([base.seed, base.seed + 1, base.seed + 2]);
  });

  test('at random follows from its seed and stays in its ranges', () => {
    const random = plan({
      method: 'random',
      axes: [
        { setting: 'learningRate', from: 0.001, to: 0.5, count: 1 },
        { setting: 'batchSize', from: 1, to: 4, count: 1 },
        { setting: 'optimizer', choices: ['sgd', 'adam'] },
        { setting: 'seed', count: 1 },
      ],
      runs: 60,
    });
    const runs = listRuns(base, random);
    expect(runs).toEqual(listRuns(base, random));
    expect(runs).not.toEqual(listRuns(base, { ...random, seed: 2 }));
    expect(new Set(runs.map(({ settings }) => settings.optimizer))).toEqual(new Set(['sgd', 'adam']));
    for (const { optimizerSettings, batchSize } of runs.map(({ settings }) => settings)) {
      expect(optimizerSettings['learningRate']).toBeGreaterThanOrEqual(0.001);
      expect(optimizerSettings['learningRate']).toBeLessThanOrEqual(0.5);
      expect([1, 2, 3, 4]).toContain(batchSize);
    }
  });

  test('takes another optimizer with its own settings', () => {
    const runs = listRuns(base, plan({ axes: [{ setting: 'optimizer', choices: ['adam', 'rmsprop'] }] }));
    expect(runs[0]!.settings).toEqual(base);
    const { fields }: Optimizer = optimizers.rmsprop;
    expect(Object.keys(runs[1]!.settings.optimizerSettings).sort()).toEqual(Object.keys(fields).sort());
    expect(runs[1]!.settings.optimizerSettings['learningRate']).toBe(fields['learningRate']!.initial);
  });

  test('varies the size and the number of hidden layers, in whole numbers, each once', () => {
    const axes = [
      { setting: 'hiddenSize', from: 2, to: 32, count: 5 },
      { setting: 'hiddenLayers', from: 1, to: 3, count: 5 },
    ] as const;
    const shapes = listRuns(base, plan({ axes })).map(({ shape }) => shape);
    expect(shapes).toHaveLength(15);
    expect([...new Set(shapes.map(({ hiddenSize }) => hiddenSize))]).toEqual([2, 4, 8, 16, 32]);
    expect([...new Set(shapes.map(({ hiddenLayers }) => hiddenLayers))]).toEqual([1, 2, 3]);
    const random = listRuns(base, plan({ method: 'random', axes, runs: 50 })).map(({ shape }) => shape);
    expect(new Set(random.map(({ hiddenLayers }) => hiddenLayers))).toEqual(new Set([1, 2, 3]));
    expect(random.every(({ hiddenSize }) => hiddenSize! >= 2 && hiddenSize! <= 32)).toBe(true);
  });

  test('is refused when it is too long, with both numbers', () => {
    const axes = [
      { setting: 'learningRate', from: 0.001, to: 1, count: 30 },
      { setting: 'seed', count: 10 },
    ] as const;
    expect(() => listRuns(base, plan({ axes }))).toThrow('A grid has up to 200 runs; this one has 300.');
    expect(() => listRuns(base, plan({ axes: [] }))).toThrow('at least one setting');
  });
});

describe('one run', () => {
  test('ends at the numbers that training by hand from the same seed ends at', () => {
    const { measured, steps } = finish();
    const trainer = new Trainer({
      ...setup,
      settings: base,
      parameters: initialParameters(network, base.initializer, base.seed),
      position: null,
    });
    for (let i = 0; i < 300; i++) trainer.step();
    expect(steps).toBe(300);
    expect(measured).toEqual(trainer.evaluate());
  });

  test('has a curve of up to 100 points, each the mean of its steps', () => {
    const { curve, curveSteps } = finish(base, 1000);
    expect(curve).toHaveLength(100);
    expect([curveSteps[0], curveSteps[99]]).toEqual([10, 1000]);
    expect(finish(base, 7).curveSteps).toHaveLength(7);
  });

  test('keeps frozen parameters where they stand, from its first step to its last', () => {
    const [id, values] = Object.entries(parameters)[0]!;
    const frozen = new Uint8Array(values.length);
    frozen[1] = 1;
    const held = { ...parameters, [id]: values.map(() => 0.75) };
    const constraints = { constraints: { [id]: { frozen, minimum: null, maximum: null } }, ties: {} };
    const trainer = new Trainer({
      ...setup,
      settings: base,
      constraints,
      parameters: startingValues(constraints, held, initialParameters(network, base.initializer, base.seed)),
      position: null,
    });
    trainer.steps(300);
    const work = runOne({ ...setup, parameters: held, constraints }, 1, { settings: base, shape: asDrawn }, 300);
    let result = work.next();
    while (result.done !== true) result = work.next();
    expect(trainer.parameters[id]![1]).toBe(0.75);
    expect(result.value.measured).toEqual(trainer.evaluate());
  });

  test('that leaves the numbers says at which step, and is over', () => {
    const { stopped, steps } = finish({
      ...base,
      loss: 'meanSquaredError',
      optimizer: 'sgd',
      optimizerSettings: { learningRate: 1e20, weightDecay: 0, l1: 0 },
    });
    expect(stopped).toContain('Training paused');
    expect(steps).toBeLessThan(300);
  });
});

test('a run of a language model is that of its trainer, measured on both parts of the text', () => {
  const text = Array.from({ length: 40 }, (_, i) => ['anna', 'hannah', 'nan'][i % 3]).join('\n');
  const document = makeLanguageModel(languagePresets.bigram, { name: 'names', text });
  const { network: model } = compileNetwork(document.layers, document.connections);
  const settings = document.training[ONLY]!;
  const texts = { network: model!, data: prepareData(document.data[ONLY]!), parameters: document.parameters };
  const work = runOne(texts, 1, { settings, shape: asDrawn }, 20);
  let turn = work.next();
  while (turn.done !== true) turn = work.next();
  const byHand = new Trainer({ ...texts, settings, position: null });
  byHand.steps(20);
  expect(turn.value.measured).toEqual(byHand.evaluate());
  expect(turn.value.measured.validationLoss).toBeLessThan(turn.value.curve[0]!);
});
