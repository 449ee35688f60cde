/** What is asked about a run's past is answered with the run's own bits, and leaves the run where it stands. */
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { ONLY, type TrainingSettings } from '../document/document.ts';
import { presets, type PresetName } from '../presets/registry.ts';
import { fingerprint } from './fingerprint.ts';
import { axis, landscape, pointAt } from './landscape.ts';
import { parameterLife } from './parameter-life.ts';
import { Retracer, type InTurns } from './retrace.ts';
import { TimedTrainer } from './timed-trainer.ts';
import type { TrainerSetup } from './trainer-setup.ts';

function setupOf(name: PresetName, change: Partial<TrainingSettings> = {}): TrainerSetup {
  const { layers, connections, parameters, data, training } = presets[name].make();
  const { network } = compileNetwork(layers, connections);
  const settings = { ...training[ONLY]!, ...change };
  return { network: network!, data: prepareData(data[ONLY]!), settings, parameters, position: null };
}

function finish<Result>(work: InTurns<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
}

/** A run of 90 steps with a knob turned at 30, another optimizer rate at 50, and one example at 70; its parameters at each step. */
function edited(change: Partial<TrainingSettings>) {
  const setup = setupOf('spirals', change);
  const timed = new TimedTrainer(setup);
  const id = Object.keys(timed.trainer.parameters)[0]!;
  const seen = [timed.trainer.parameters];
  while (timed.trainer.stepsDone < 90) {
    const { stepsDone } = timed.trainer;
    if (stepsDone === 70) timed.stepOneExample();
    else timed.steps(1);
    if (timed.trainer.stepsDone === 30) timed.setParameters({ [id]: timed.trainer.parameters[id]!.map((w) => w + 1) });
    if (timed.trainer.stepsDone === 50) {
      const optimizerSettings = { ...setup.settings.optimizerSettings, learningRate: 0.002 };
      timed.configure({ ...timed.settings, optimizerSettings });
    }
    seen.push(timed.trainer.parameters);
  }
  return { setup, timed, id, seen };
}

describe.each([
  ['float64', { batchSize: 16 }],
  ['float32, momentum', { batchSize: 16, precision: 'float32' }],
] as const)('with %s', (_, change) => {
  test('the life of a parameter holds its value after every step, edits and changed rates included', () => {
    const { setup, timed, id, seen } = edited(change);
    const before = fingerprint(timed.trainer.parameters);
    const life = finish(
      parameterLife(new Retracer(setup, timed.timeline), { branch: 0, first: 0, last: 90, id, index: 2 }),
    );
    expect(life.values).toHaveLength(91);
    for (let step = 0; step <= 90; step++) {
      // At step 30 the value was turned after the step: the step's own value is told apart from the edit.
      const expected = step === 30 ? seen[30]![id]![2]! - 1 : seen[step]![id]![2]!;
      expect(life.values[step]).toBeCloseTo(expected, step === 30 ? 6 : 15);
    }
    expect(life.edits).toEqual([{ step: 30, from: life.values[30], to: seen[30]![id]![2] }]);
    expect(fingerprint(timed.trainer.parameters)).toBe(before);
  });

  test('its largest jumps are those of all updates, each with its batch and gradient', () => {
    const { setup, timed, id } = edited(change);
    const { values, gradients, jumps, edits } = finish(
      parameterLife(new Retracer(setup, timed.timeline), { branch: 0, first: 0, last: 90, id, index: 2 }),
    );
    const sizes = Array.from({ length: 90 }, (_, i) => {
      const from = edits[0]!.step === i ? edits[0]!.to : values[i]!;
      return { step: i + 1, size: Math.abs(values[i + 1]! - from) };
    }).sort((a, b) => b.size - a.size);
    expect(jumps.map(({ step }) => step)).toEqual(sizes.slice(0, 5).map(({ step }) => step));
    for (const { step, gradient, rows, batchSize } of jumps) {
      expect(gradient).toBe(gradients[step - 1]);
      expect(batchSize).toBe(step === 71 ? 1 : rows.length);
    }
  });
});

test('a part of a life is the same part of the whole one', () => {
  const { setup, timed, id } = edited({ batchSize: 16 });
  const ask = (first: number, last: number) =>
    finish(parameterLife(new Retracer(setup, timed.timeline), { branch: 0, first, last, id, index: 0 }));
  const whole = ask(0, 90);
  const part = ask(47, 66);
  expect([...part.values]).toEqual([...whole.values.subarray(47, 67)]);
  expect([...part.gradients]).toEqual([...whole.gradients.subarray(47, 66)]);
});

describe('a landscape', () => {
  test('has in its middle the loss of the step, and at each point that of its parameters', () => {
    const { setup, timed } = edited({ batchSize: 16 });
    const question = { branch: 0, step: 60, first: 0, last: 90, size: 7 };
    const seen = finish(
      landscape(new Retracer(setup, timed.timeline), { ...question, directions: { kind: 'random', seed: 4 } }),
    );
    timed.visit(0, 60);
    expect(seen.losses[24]).toBe(timed.trainer.evaluate().trainingLoss);
    const corner = pointAt(seen.centre, seen.directions, axis(6, 7, seen.reach), axis(0, 7, seen.reach));
    expect(seen.losses[6]).toBe(timed.trainer.trainingLossAt(corner));
    const again = finish(
      landscape(new Retracer(setup, timed.timeline), { ...question, directions: { kind: 'random', seed: 4 } }),
    );
    expect([...again.losses]).toEqual([...seen.losses]);
  });

  test('gives each unit a random direction as long as its weights are, and leaves biases', () => {
    const { setup, timed } = edited({ batchSize: 16 });
    const { directions, centre } = finish(
      landscape(new Retracer(setup, timed.timeline), {
        ...{ branch: 0, step: 90, first: 90, last: 90, size: 5 },
        directions: { kind: 'random', seed: 1 },
      }),
    );
    for (const { id, shape } of setup.network.parameters) {
      const width = shape.length < 2 ? centre[id]!.length : shape.at(-1)!;
      for (let start = 0; start < centre[id]!.length; start += width) {
        const length = (values: Float64Array): number => Math.hypot(...values.subarray(start, start + width));
        expect(length(directions.across[id]!)).toBeCloseTo(shape.length < 2 ? 0 : length(centre[id]!), 10);
      }
    }
  });

  test('of two parameters places the run where their values were', () => {
    const { setup, timed, id, seen } = edited({ batchSize: 16 });
    const { path, reach, centre } = finish(
      landscape(new Retracer(setup, timed.timeline), {
        ...{ branch: 0, step: 90, first: 0, last: 90, size: 5 },
        directions: {
          kind: 'parameters',
          one: { id, index: 0 },
          other: { id, index: 3 },
        },
      }),
    );
    for (const [i, step] of path.steps.entries()) {
      expect(path.a[i]).toBeCloseTo(seen[step]![id]![0]! - centre[id]![0]!, 12);
      expect(path.b[i]).toBeCloseTo(seen[step]![id]![3]! - centre[id]![3]!, 12);
      expect(Math.abs(path.a[i]!)).toBeLessThanOrEqual(reach);
    }
  });

  test('of one parameter twice, or of one that is gone, is refused', () => {
    const { setup, timed, id } = edited({ batchSize: 16 });
    const ask = (one: string, two: number) => () =>
      finish(
        landscape(new Retracer(setup, timed.timeline), {
          ...{ branch: 0, step: 90, first: 0, last: 90, size: 5 },
          directions: {
            kind: 'parameters',
            one: { id: one, index: 0 },
            other: { id, index: two },
          },
        }),
      );
    expect(ask(id, 0)).toThrow('two different parameters');
    expect(ask('gone.weight', 1)).toThrow('not there any more');
  });
});
