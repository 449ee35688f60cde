/** Frozen, clamped and tied parameters keep to it exactly: under every optimizer, by every way of computing. */
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { unconstrained } from '../document/constraints.ts';
import type { Constraint, Constraints, Table, Tie, TrainingSettings } from '../document/document.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { presets } from '../presets/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { TimedTrainer } from './timed-trainer.ts';
import { Trainer } from './trainer.ts';

const document = presets.xor.make();
const [first, second] = Object.keys(document.connections) as [string, string];
const [inner, outer] = [`${first}.weight`, `${second}.weight`];
const biases = Object.keys(document.parameters).find(
  (id) => id.endsWith('.bias') && document.parameters[id]!.length > 1,
)!;

const free: Constraint = { frozen: null, minimum: null, maximum: null };
const tie = (...members: Tie['members']): Constraints => ({
  constraints: {},
  ties: { t1: { id: 't1', members } },
});

function setup(constraints: Constraints, changes: Partial<TrainingSettings> = {}, parameters = document.parameters) {
  const { network } = compileNetwork(document.layers, document.connections);
  const settings = { ...document.training['now']!, ...changes };
  const data = prepareData(document.data['now']!);
  return { network: network!, data, settings, parameters, position: null, constraints };
}

const optimizerNames = Object.keys(optimizers) as OptimizerName[];
function decaying(optimizer: OptimizerName): Partial<TrainingSettings> {
  const { fields }: Optimizer = optimizers[optimizer];
  return { optimizer, optimizerSettings: { ...initialSettings(fields), weightDecay: 0.05, l1: 0.01 } };
}

describe.each(optimizerNames)('under %s with decay and L1', (optimizer) => {
  test.each(['float64', 'float32'] as const)('frozen entries keep their bits and their state, in %s', (precision) => {
    const frozen = Uint8Array.from(document.parameters[inner]!, (_, i) => i % 2);
    const constraints = { constraints: { [inner]: { ...free, frozen } }, ties: {} };
    const trainer = new Trainer(setup(constraints, { ...decaying(optimizer), precision }));
    const before = trainer.parameters[inner]!;
    trainer.steps(40); // by generated code in float64
    trainer.step();
    const after = trainer.parameters[inner]!;
    frozen.forEach((bit, i) => expect(Object.is(after[i], before[i]), `entry ${i}`).toBe(bit === 1));
    for (const [id, state] of Object.entries(trainer.position.moments)) {
      if (id.endsWith(`/${inner}`)) frozen.forEach((bit, i) => bit === 1 && expect(state[i]).toBe(0));
    }
  });

  test.each(['float64', 'float32'] as const)('ranges are never left, in %s', (precision) => {
    const minimum = document.parameters[inner]!.map((value) => value - 0.1);
    const maximum = document.parameters[inner]!.map((value) => value + 0.003);
    const trainer = new Trainer(
      setup(
        { constraints: { [inner]: { ...free, minimum, maximum } }, ties: {} },
        { ...decaying(optimizer), precision },
      ),
    );
    let touched = 0;
    for (let step = 0; step < 60; step++) {
      trainer.step();
      trainer.parameters[inner]!.forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(minimum[i]!);
        expect(value).toBeLessThanOrEqual(maximum[i]!);
        if (Math.min(value - minimum[i]!, maximum[i]! - value) < 1e-6) touched++;
      });
    }
    expect(touched).toBeGreaterThan(0);
  });

  test.each(['float64', 'float32'] as const)(
    'tied entries stay one number, mirrored ones its negative, in %s',
    (precision) => {
      const trainer = new Trainer(
        setup(
          tie({ id: inner, index: 0, sign: 1 }, { id: inner, index: 3, sign: -1 }, { id: biases, index: 1, sign: 1 }),
          { ...decaying(optimizer), precision },
        ),
      );
      const start = trainer.parameters[inner]![0]!;
      trainer.steps(30);
      const { [inner]: weights, [biases]: shifts } = trainer.parameters;
      expect(weights![3]).toBe(-weights![0]!);
      expect(shifts![1]).toBe(weights![0]!);
      expect(weights![0]).not.toBe(start);
    },
  );

  test('what update will do is shown before, bit for bit, with ranges, ties and frozen ones', () => {
    const constraints: Constraints = {
      ...tie({ id: inner, index: 0, sign: 1 }, { id: inner, index: 3, sign: -1 }),
      constraints: {
        [biases]: { ...free, frozen: Uint8Array.from(document.parameters[biases]!, (_, i) => i % 2) },
        [outer]: { ...free, minimum: null, maximum: document.parameters[outer]!.map((value) => value + 0.001) },
      },
    };
    const trainer = new Trainer(setup(constraints, decaying(optimizer)));
    for (let step = 0; step < 5; step++) {
      while (trainer.phase !== 'backward') trainer.advance();
      const shown = trainer.batchView()!.next;
      trainer.advance();
      expect(trainer.parameters).toEqual(shown);
    }
  });
});

describe('a tie learns by the sum of gradients', () => {
  const members = [
    { id: inner, index: 0, sign: 1 },
    { id: inner, index: 3, sign: -1 },
  ] as const;
  /** Tied values from the start, so that the first backward pass is of one number. */
  const equal: Table<Float64Array> = {
    ...document.parameters,
    [inner]: document.parameters[inner]!.map((value, i, all) => (i === 3 ? -all[0]! : value)),
  };
  const atBackward = (constraints: Constraints, changes: Partial<TrainingSettings> = {}): Trainer => {
    const trainer = new Trainer(setup(constraints, changes, equal));
    while (trainer.phase !== 'backward') trainer.advance();
    return trainer;
  };
  const apart = atBackward(unconstrained).batchView()!.gradients![inner]!;

  test('with the signs of its members', () => {
    const shown = atBackward(tie(...members)).batchView()!.gradients![inner]!;
    expect(shown[0]).toBe(apart[0]! - apart[3]!);
    expect(shown[3]).toBe(-(apart[0]! - apart[3]!));
    expect(shown[1]).toBe(apart[1]);
  });

  test('and counts once where the norm of all gradients is clipped', () => {
    const settings = {
      optimizer: 'sgd',
      optimizerSettings: { learningRate: 1, weightDecay: 0, l1: 0 },
      clipNorm: 1e-3,
    } as const;
    const trainer = atBackward(tie(...members), settings);
    trainer.advance();
    let squares = 0;
    for (const [id, values] of Object.entries(trainer.parameters)) {
      values.forEach((value, i) => (squares += id === inner && i === 3 ? 0 : (value - equal[id]![i]!) ** 2));
    }
    expect(Math.sqrt(squares)).toBeCloseTo(1e-3, 6); // 1e-6 is in the divisor, as in torch
  });
});

test('a step at which something was frozen is revisited bit for bit, and so is the time before', () => {
  const timed = new TimedTrainer(
    setup(unconstrained, { optimizer: 'adam', optimizerSettings: initialSettings(optimizers.adam.fields) }),
  );
  const seen: Table<Float64Array>[] = [timed.trainer.parameters];
  const frozen = new Uint8Array(document.parameters[inner]!.length).fill(1);
  for (let step = 1; step <= 60; step++) {
    if (step === 21) timed.constrain({ constraints: { [inner]: { ...free, frozen } }, ties: {} });
    if (step === 41) timed.constrain(tie({ id: outer, index: 0, sign: 1 }, { id: outer, index: 1, sign: 1 }));
    timed.steps(1);
    seen.push(timed.trainer.parameters);
  }
  expect(seen[40]![inner]).toEqual(seen[20]![inner]);
  for (const step of [60, 30, 5, 45, 20, 21, 40, 41]) {
    timed.visit(0, step);
    expect(timed.trainer.parameters, `step ${step}`).toEqual(seen[step]);
    expect(Object.keys(timed.constraints.constraints)).toEqual(step >= 20 && step < 40 ? [inner] : []);
  }
});
