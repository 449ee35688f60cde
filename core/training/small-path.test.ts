/** Steps by generated code and steps by the plan are the same, bit for bit, losses and optimizer state too. */
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import type { NetworkDocument, TrainingSettings } from '../document/document.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { buildPreset, dense, input, output } from '../presets/build.ts';
import { presets } from '../presets/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { fingerprint } from './fingerprint.ts';
import { Trainer } from './trainer.ts';

function trainer(document: NetworkDocument, changes: Partial<TrainingSettings> = {}): Trainer {
  const { layers, connections, parameters, data, training } = document;
  const { network } = compileNetwork(layers, connections);
  const settings = { ...training['now']!, ...changes };
  return new Trainer({ network: network!, data: prepareData(data['now']!), settings, parameters, position: null });
}

function expectSame(document: NetworkDocument, changes: Partial<TrainingSettings>, count = 150): void {
  const [quick, slow] = [trainer(document, changes), trainer(document, changes)];
  quick.steps(count);
  for (let i = 0; i < count; i++) slow.step();
  expect(fingerprint(quick.parameters)).toBe(fingerprint(slow.parameters));
  expect(fingerprint(quick.position.moments)).toBe(fingerprint(slow.position.moments));
  expect(quick.takeLosses()).toEqual(slow.takeLosses());
  expect(quick.takeEvaluations()).toEqual(slow.takeEvaluations());
  expect({ ...quick.position, moments: null }).toEqual({ ...slow.position, moments: null });
}

describe('many steps at once equal as many single ones', () => {
  test.each(Object.keys(presets) as (keyof typeof presets)[])('%s', (name) => expectSame(presets[name].make(), {}));

  test.each(Object.keys(optimizers) as OptimizerName[])(
    'spirals under %s with decay, L1 and a schedule',
    (optimizer) => {
      const { fields }: Optimizer = optimizers[optimizer];
      const optimizerSettings = { ...initialSettings(fields), weightDecay: 0.01, l1: 0.001 };
      const scheduleSettings = { totalSteps: 100, warmupSteps: 10, floor: 0.1 };
      expectSame(presets.spirals.make(), { optimizer, optimizerSettings, schedule: 'cosine', scheduleSettings }, 70);
    },
  );

  test.each([1, 2, 7])('spirals in batches of %i', (batchSize) =>
    expectSame(presets.spirals.make(), { batchSize }, 300),
  );

  test('clipped gradients are left to the plan', () => expectSame(presets.xor.make(), { clipNorm: 0.01 }, 40));
});

test('a softmax among the layers is left to the plan, and learns', () => {
  const shares = { name: 's', kind: 'softmax', size: 4, activation: 'linear' } as const;
  const document = buildPreset({
    columns: [[input('x1'), input('x2')], [dense('h', 4, 'tanh')], [shares], [output('y')]],
    dataset: 'xor',
    loss: 'binaryCrossEntropy',
    optimizer: 'adam',
    learningRate: 0.05,
    batchSize: 4,
    seed: 1,
  });
  expectSame(document, {}, 40);
  const learning = trainer(document);
  learning.steps(400);
  const losses = learning.takeLosses();
  expect(losses[0]).toBeGreaterThan(0.5);
  expect(losses.at(-1)).toBeLessThan(0.05);
});

test('the step that leaves the finite numbers is refused in the midst of many, as alone', () => {
  const changes = { optimizer: 'sgd' as const, optimizerSettings: { learningRate: 50, weightDecay: 0, l1: 0 } };
  const [quick, slow] = [trainer(presets.worked.make(), changes), trainer(presets.worked.make(), changes)];
  const message = messageOf(() => slow.steps(1));
  expect(message).toMatch(/at step \d+/);
  expect(() => quick.steps(10_000)).toThrow(message);
  expect(fingerprint(quick.parameters)).toBe(fingerprint(slow.parameters));
});

/** What stops it in the end. */
function messageOf(step: () => void): string {
  try {
    for (;;) step();
  } catch (error) {
    return (error as Error).message;
  }
}
