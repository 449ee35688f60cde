/** Any step of any branch again, with the bits of the first visit, however the run was edited and however few snapshots are kept. */
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { unconstrained } from '../document/constraints.ts';
import { ONLY, type Constraints, type TrainingSettings } from '../document/document.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import { presets } from '../presets/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { Random } from '../tensor/random.ts';
import { fingerprint } from './fingerprint.ts';
import { TimedTrainer } from './timed-trainer.ts';
import type { TrainerSetup } from './trainer-setup.ts';

function setupOf(name: keyof typeof presets, change: Partial<TrainingSettings> = {}): TrainerSetup {
  const { layers, connections, parameters, data, training } = presets[name].make();
  const { network } = compileNetwork(layers, connections);
  const settings = { ...training[ONLY]!, ...change };
  return { network: network!, data: prepareData(data[ONLY]!), settings, parameters, position: null };
}

/** Parameters, optimizer state and place of the order: all that a step is. */
function stateOf({ trainer }: TimedTrainer): string {
  const { moments, order, random, ...place } = trainer.position;
  return JSON.stringify([fingerprint(trainer.parameters), fingerprint(moments), [...order], random, place]);
}

/** One entry frozen or in a range, two of different parameters tied; now and then nothing. */
function someConstraints({ trainer }: TimedTrainer, random: Random): Constraints {
  if (random.integer(4) === 0) return unconstrained;
  const ids = Object.keys(trainer.parameters);
  const id = ids[random.integer(ids.length)]!;
  const other = ids.find((candidate) => candidate !== id)!;
  const { length } = trainer.parameters[id]!;
  const at = random.integer(length);
  const only = <T>(rest: T, value: T): T[] => Array.from({ length }, (_, i) => (i === at ? value : rest));
  const frozen = random.integer(2) === 0 ? Uint8Array.from(only(0, 1)) : null;
  const maximum = frozen ? null : Float64Array.from(only(Infinity, 0.25));
  const members = [
    { id, index: at, sign: 1 as const },
    { id: other, index: 0, sign: -1 as const },
  ];
  const ties = random.integer(2) === 0 ? { t1: { id: 't1', members } } : {};
  return { constraints: { [id]: { frozen, minimum: null, maximum } }, ties };
}

/** A run with edits at random steps and everything that it passed through. */
function wander(setup: TrainerSetup, random: Random, budget?: number) {
  const timed = new TimedTrainer(setup, budget);
  const seen = new Map<string, string>();
  const note = (): void => void seen.set(`${timed.branch.id}:${timed.trainer.stepsDone}`, stateOf(timed));
  let settings = setup.settings;
  note();
  for (let turn = 0; turn < 80; turn++) {
    const choice = random.integer(12);
    if (choice > 9) {
      timed.stepOneExample();
      note();
    } else if (choice === 0) {
      const learningRate = 0.01 + 0.1 * random.uniform();
      settings = { ...settings, optimizerSettings: { ...settings.optimizerSettings, learningRate } };
      timed.configure(settings);
      note();
    } else if (choice === 1) {
      const ids = Object.keys(timed.trainer.parameters);
      const id = ids[random.integer(ids.length)]!;
      timed.setParameters({ [id]: timed.trainer.parameters[id]!.map((value) => value + 0.1) });
      note();
    } else if (choice === 2) {
      const optimizer = (['adam', 'momentum', 'sgd', 'rmsprop'] as const)[random.integer(4)]!;
      const { fields } = optimizers[optimizer] as { fields: Parameters<typeof initialSettings>[0] };
      settings = { ...settings, optimizer, optimizerSettings: initialSettings(fields) };
      timed.configure(settings);
      note();
    } else if (choice === 3) {
      settings = {
        ...settings,
        batchSize: 1 + random.integer(8),
        clipNorm: random.integer(2),
        seed: random.integer(9),
      };
      timed.configure(settings);
      note();
    } else if (choice === 4) {
      timed.constrain(someConstraints(timed, random));
      note();
    } else {
      const last = timed.trainer.stepsDone + 1 + random.integer(40);
      while (timed.trainer.stepsDone < last) {
        timed.steps(1);
        note();
      }
    }
  }
  return { timed, seen };
}

describe.each([
  ['worked', {}],
  ['xor', { optimizer: 'adam' }],
  ['spirals', { batchSize: 32 }],
] as const)('%s', (name, change) => {
  test('200 random steps again, in any order, equal the first visit bit for bit', () => {
    const random = Random.fromSeed(5);
    const { timed, seen } = wander(setupOf(name, change), random);
    const all = [...seen];
    for (let i = 0; i < 200; i++) {
      const [place, state] = all[random.integer(all.length)]!;
      const [branch, step] = place.split(':').map(Number) as [number, number];
      timed.visit(branch, step);
      expect(stateOf(timed), place).toBe(state);
    }
  });

  test('and so with room for hardly any snapshot', () => {
    const random = Random.fromSeed(6);
    const { timed, seen } = wander(setupOf(name, change), random, 1);
    const all = [...seen];
    for (let i = 0; i < 20; i++) {
      const [place, state] = all[random.integer(all.length)]!;
      const [branch, step] = place.split(':').map(Number) as [number, number];
      timed.visit(branch, step);
      expect(stateOf(timed), place).toBe(state);
    }
  });
});

describe('branches', () => {
  test('a fork without an edit equals its parent at every step', () => {
    const timed = new TimedTrainer(setupOf('xor'));
    timed.steps(300);
    timed.visit(0, 120);
    timed.fork();
    expect(timed.branch).toEqual({ id: 1, parent: 0, from: 120 });
    timed.steps(180);
    for (const step of [50, 120, 121, 200, 300]) {
      timed.visit(0, step);
      const parent = stateOf(timed);
      timed.visit(1, step);
      expect(stateOf(timed)).toBe(parent);
    }
  });

  test('an edit at a past step leaves the run that was there, which stays as it was', () => {
    const timed = new TimedTrainer(setupOf('xor'));
    timed.steps(200);
    const end = stateOf(timed);
    timed.visit(0, 80);
    timed.setParameters(
      Object.fromEntries(Object.entries(timed.trainer.parameters).map(([id, a]) => [id, a.map(() => 0.5)])),
    );
    expect(timed.branch).toEqual({ id: 1, parent: 0, from: 80 });
    timed.steps(120);
    expect(stateOf(timed)).not.toBe(end);
    timed.visit(0, 200);
    expect(stateOf(timed)).toBe(end);
    expect(() => timed.visit(2, 100)).toThrow('There is no branch 2');
  });

  test('a branch that is released takes next to nothing, and its steps are still the same', () => {
    const timed = new TimedTrainer(setupOf('xor'));
    timed.steps(200);
    timed.visit(0, 80);
    timed.configure({ ...timed.settings, batchSize: 2 });
    const seen = new Map<number, string>();
    while (timed.trainer.stepsDone < 200) {
      timed.steps(1);
      seen.set(timed.trainer.stepsDone, stateOf(timed));
    }
    timed.visit(0, 200);
    const before = timed.timeline.memoryOf(1).ownBytes;
    timed.timeline.release(1);
    expect(timed.timeline.memoryOf(1).ownBytes).toBeLessThan(before / 4);
    for (const step of [81, 130, 200]) {
      timed.visit(1, step);
      expect(stateOf(timed)).toBe(seen.get(step));
    }
  });

  test('going on from a past step without an edit is the same run, not another branch', () => {
    const timed = new TimedTrainer(setupOf('xor'));
    timed.steps(100);
    const end = stateOf(timed);
    timed.visit(0, 40);
    timed.steps(60);
    expect(timed.timeline.branchIds).toEqual([0]);
    expect(stateOf(timed)).toBe(end);
  });

  test('a state from outside is found again on its branch, and begins one where it is new', () => {
    const timed = new TimedTrainer(setupOf('xor'));
    const { settings } = setupOf('xor');
    timed.steps(70);
    const { parameters, position } = timed.trainer;
    timed.steps(70);
    timed.restore(parameters, position, { ...settings });
    expect([timed.branch.id, timed.trainer.stepsDone]).toEqual([0, 70]);
    const other = Object.fromEntries(Object.entries(parameters).map(([id, values]) => [id, values.map((w) => w + 1)]));
    timed.restore(other, position, settings);
    expect(timed.branch).toEqual({ id: 1, parent: null, from: 70 });
    expect(() => timed.visit(1, 69)).toThrow('can be revisited from step 70 to 70');
    expect(timed.trainer.parameters).toEqual(other);
  });

  test('few snapshots stay, whatever the number of steps', () => {
    const setup = setupOf('worked');
    let taken = 0;
    const timed = new TimedTrainer(setup);
    const { reached } = timed.timeline;
    timed.timeline.reached = (step, take) => reached.call(timed.timeline, step, () => (taken++, take()));
    for (let i = 0; i < 2000; i++) timed.steps(50);
    expect(taken).toBeLessThan(256 + 128 * 10);
  });
});

test.each(Object.keys(optimizers) as OptimizerName[])(
  'float32 with %s: steps again equal the first visit, and a fork its parent, bit for bit',
  (optimizer) => {
    const { fields } = optimizers[optimizer] as { fields: Parameters<typeof initialSettings>[0] };
    const change = {
      precision: 'float32',
      optimizer,
      optimizerSettings: initialSettings(fields),
      batchSize: 3,
    } as const;
    const timed = new TimedTrainer(setupOf('xor', change));
    const seen = [stateOf(timed)];
    while (timed.trainer.stepsDone < 60) {
      timed.steps(1);
      seen.push(stateOf(timed));
    }
    timed.visit(0, 25);
    timed.fork();
    timed.steps(35);
    const random = Random.fromSeed(8);
    for (let i = 0; i < 30; i++) {
      const step = random.integer(61);
      timed.visit(random.integer(2), step);
      expect(stateOf(timed), `step ${step}`).toBe(seen[step]);
    }
  },
);

test('snapshots stay below the budget, and thinned out they still lead to every step', () => {
  const budget = 20_000;
  const timed = new TimedTrainer(setupOf('xor'), budget);
  const seen = [stateOf(timed)];
  while (timed.trainer.stepsDone < 1500) {
    timed.steps(1);
    seen.push(stateOf(timed));
    expect(timed.timeline.memory.bytes).toBeLessThanOrEqual(budget);
  }
  const { snapshots, bytes, ownBytes } = timed.timeline.memoryOf(0);
  expect(snapshots).toBeLessThan(1500 / 16);
  expect(ownBytes).toBe(bytes);
  for (const step of [0, 7, 433, 999, 1500]) {
    timed.visit(0, step);
    expect(stateOf(timed)).toBe(seen[step]);
  }
  timed.fork();
  expect(timed.timeline.memoryOf(timed.branch.id).ownBytes).toBe(0);
});
