/** Steps by generated code and steps by the plan are the same, bit for bit, losses and optimizer state too. */
import { describe, expect, test, vi } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { unconstrained } from '../document/constraints.ts';
import type { Constraints, NetworkDocument, TrainingSettings } from '../document/document.ts';
import { Plan } from '../engine/plan.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { buildPreset, dense, input, output } from '../presets/build.ts';
import { presets } from '../presets/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { fingerprint } from './fingerprint.ts';
import { Trainer } from './trainer.ts';

function trainer(
  document: NetworkDocument,
  changes: Partial<TrainingSettings> = {},
  constraints: Constraints = unconstrained,
): Trainer {
  const { layers, connections, parameters, data, training } = document;
  const { network } = compileNetwork(layers, connections);
  const settings = { ...training['now']!, ...changes };
  const prepared = prepareData(data['now']!);
  return new Trainer({ network: network!, data: prepared, settings, parameters, position: null, constraints });
}

function expectSame(
  document: NetworkDocument,
  changes: Partial<TrainingSettings>,
  count = 150,
  constraints = unconstrained,
): void {
  const [quick, slow] = [trainer(document, changes, constraints), trainer(document, changes, constraints)];
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

  test.each([
    { clipNorm: 0.01 },
    { clipNorm: 1e9 },
    { clipValue: 0.002 },
    {
      clipNorm: 0.01,
      clipValue: 0.005,
      optimizer: 'rmsprop' as const,
      optimizerSettings: initialSettings(optimizers.rmsprop.fields),
    },
  ])('gradients clipped by %o', (changes) => expectSame(presets.spirals.make(), changes, 40));

  test.each(['adam', 'rmsprop'] as const)(
    'ranges, ties and frozen entries under %s, with and without clipping',
    (optimizer) => {
      const document = presets.spirals.make();
      const [weights, biases] = Object.keys(document.parameters).filter((id) => document.parameters[id]!.length > 3);
      const free = { frozen: null, minimum: null, maximum: null };
      const bound = (by: number) => document.parameters[weights!]!.map((value) => value + by);
      const constraints: Constraints = {
        constraints: {
          [weights!]: { ...free, minimum: bound(-0.01), maximum: bound(0.02) },
          [biases!]: { ...free, frozen: Uint8Array.from(document.parameters[biases!]!, (_, i) => i % 2) },
        },
        ties: {
          t: {
            id: 't',
            members: [
              { id: weights!, index: 0, sign: 1 },
              { id: weights!, index: 1, sign: -1 },
            ],
          },
        },
      };
      const { fields }: Optimizer = optimizers[optimizer];
      const optimizerSettings = { ...initialSettings(fields), weightDecay: 0.01 };
      for (const clipNorm of [0, 0.02])
        expectSame(document, { optimizer, optimizerSettings, clipNorm }, 40, constraints);
    },
  );

  test('and the plan does none of them', () => {
    const training = trainer(presets.spirals.make(), { clipNorm: 0.5 });
    expect(training.kernels).toContain('generated code');
    const run = vi.spyOn(Plan.prototype, 'run').mockClear();
    training.steps(20);
    expect(run.mock.calls.filter(([stage]) => stage === 'update')).toEqual([]);
    run.mockRestore();
  });
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
