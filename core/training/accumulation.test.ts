import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { plainSteps, type Layer, type NetworkDocument, type TrainingSettings } from '../document/document.ts';
import { makeLanguageModel } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { presets } from '../presets/registry.ts';
import { fingerprint } from './fingerprint.ts';
import { Trainer } from './trainer.ts';

const names = makeLanguageModel(languagePresets['gpt-names'], {
  name: 'names',
  text: `${'anna emma ida bartholomew nina jo'.split(' ').join('\n')}\n`.repeat(4),
});

function trained(document: NetworkDocument, steps: number, part: Partial<TrainingSettings>): Trainer {
  const { network } = compileNetwork(document.layers, document.connections);
  const settings = { ...document.training['now']!, precision: 'float64' as const, ...part };
  const data = prepareData(document.data['now']!);
  const trainer = new Trainer({ network: network!, data, settings, parameters: document.parameters, position: null });
  trainer.steps(steps);
  return trainer;
}

/** Largest difference of two trainers' parameters. */
const distance = (a: Trainer, b: Trainer): number =>
  Math.max(
    ...Object.entries(a.parameters).flatMap(([id, values]) =>
      [...values].map((value, i) => Math.abs(value - b.parameters[id]![i]!)),
    ),
  );

test('three batches of two names a step move as one batch of six, though names differ in length', () => {
  const parts = trained(names, 4, { batchSize: 2, accumulation: 3 });
  const whole = trained(names, 4, { batchSize: 6 });
  expect(parts.takeLosses()).toHaveLength(4);
  expect(parts.lastLoss).toBeCloseTo(whole.lastLoss, 12); // float64: sums in another order
  expect(distance(parts, whole)).toBeLessThan(1e-9);
  expect(parts.position.cursor).toBe(whole.position.cursor);
});

test('a last batch that is smaller counts by its rows', () => {
  const document = presets.spirals.make();
  const parts = trained(document, 3, { batchSize: 16, accumulation: 3 });
  const whole = trained(document, 3, { batchSize: 48 });
  expect(distance(parts, whole)).toBeLessThan(1e-10);
});

test('accumulating is the same every time, and goes on to the same bits from a position', () => {
  const part = { batchSize: 2, accumulation: 2 };
  const through = trained(names, 6, part);
  const first = trained(names, 3, part);
  const { network } = compileNetwork(names.layers, names.connections);
  const again = new Trainer({
    network: network!,
    data: prepareData(names.data['now']!),
    settings: { ...names.training['now']!, precision: 'float64', ...part },
    parameters: first.parameters,
    position: first.position,
  });
  again.steps(3);
  expect(fingerprint(again.parameters)).toBe(fingerprint(through.parameters));
});

test('a number of batches that is none is refused', () => {
  expect(() => trained(names, 0, { accumulation: 0 })).toThrow('not 0');
});

const twoRowsSettings = (changes: Partial<TrainingSettings>): TrainingSettings => ({
  ...plainSteps,
  loss: 'meanSquaredError',
  optimizer: 'momentum',
  optimizerSettings: { learningRate: 0.1, momentum: 0.9, weightDecay: 0, l1: 0 },
  initializer: 'xavierUniform',
  batchSize: 1,
  accumulation: 2,
  seed: 1,
  ...changes,
});

/** x -> h -> y, linear, of one number each and without biases, on two rows of which a step takes one after the other. */
function twoRows(inputs: readonly [number, number], settings: Partial<TrainingSettings>, from?: Trainer): Trainer {
  const layer = (id: string, kind: Layer['kind'], x: number): Layer => {
    return { id, kind, name: id, x, y: 0, size: 1, activation: 'linear', hasBias: false };
  };
  const { network } = compileNetwork(
    { x: layer('x', 'input', 0), h: layer('h', 'dense', 1), y: layer('y', 'output', 2) },
    {
      c1: { id: 'c1', source: 'x', target: 'h', mask: null },
      c2: { id: 'c2', source: 'h', target: 'y', mask: null },
    },
  );
  const column = (name: string) => ({ name, mean: 0, deviation: 1 });
  return new Trainer({
    network: network!,
    data: {
      task: 'regression',
      inputs: [column('x')],
      targets: [column('y')],
      inputValues: Float64Array.from(inputs),
      targetValues: Float64Array.of(0, 0),
      trainingRows: Uint32Array.of(0, 1),
      validationRows: new Uint32Array(0),
      testRows: new Uint32Array(0),
      tableRows: new Uint32Array(0),
      droppedRows: 0,
    },
    settings: twoRowsSettings(settings),
    parameters: from?.parameters ?? { 'c1.weight': Float64Array.of(0.5), 'c2.weight': Float64Array.of(0.5) },
    position: from?.position ?? null,
  });
}

/** A seed with which the row of index `last` is the second of the step. */
const seedWithLast = (last: number): number =>
  [1, 2, 3, 4, 5, 6, 7, 8].find((seed) => twoRows([1, 2], { seed }).nextRows()[1] === last)!;

describe('a step whose numbers leave the finite ones in one of its batches', () => {
  const LARGE = 1e150;

  test('leaves nothing for the next one: after a lower rate training goes on as from the kept state', () => {
    const seed = seedWithLast(1);
    const trainer = twoRows([3, LARGE], { seed });
    trainer.setParameters({ 'c1.weight': Float64Array.of(1e10) }); // (0.5e160)² overflows, by the second row alone
    expect(() => trainer.step()).toThrow('Loss became infinite at step 1');
    const lower = { optimizerSettings: { learningRate: 1e-170, momentum: 0.9, weightDecay: 0, l1: 0 }, seed };
    const turned = { 'c1.weight': Float64Array.of(1e-140) };
    trainer.setParameters(turned);
    trainer.configure(twoRowsSettings(lower));
    const fresh = twoRows([3, LARGE], lower, trainer);
    trainer.step();
    fresh.step();
    expect(trainer.lastLoss).toBe(fresh.lastLoss);
    expect(trainer.parameters['c1.weight']![0]).not.toBe(1e-140);
    expect(trainer.parameters).toEqual(fresh.parameters);
    expect(trainer.position).toEqual(fresh.position);
  });

  test.each([
    ['first', 0],
    ['second', 1],
  ])('is refused with where it began, in the %s batch', (_, place) => {
    const inputs = place === 0 ? ([LARGE, 3] as const) : ([3, LARGE] as const);
    const trainer = twoRows(inputs, { seed: seedWithLast(1), loss: 'meanAbsoluteError' });
    // The outputs stay below 1e300, but a weight's gradient is 1e160 · 1e150.
    trainer.setParameters({ 'c1.weight': Float64Array.of(1e-10), 'c2.weight': Float64Array.of(1e160) });
    expect(() => trainer.step()).toThrow(
      'The gradient of a weight from "x" to "h" became infinite at step 1 (learning rate 0.1). Training paused; ' +
        'the parameters of step 0 are kept. It began in the gradient of a weight from "x" to "h", behind the weighted sum of "h".',
    );
  });
});
