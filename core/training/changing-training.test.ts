/** What changes while a run goes on: knobs, settings, and what settings change from step to step; and when splits are measured. */
import { describe, expect, test } from 'vitest';
import { initialParameters } from '../compile/initial-parameters.ts';
import type { KernelSet, Memory } from '../engine/kernels/kernels.ts';
import { portable64 } from '../engine/kernels/portable.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { makeData, network, settingsFor, start, takeSteps } from './fixtures/small-run.ts';
import { Trainer } from './trainer.ts';

describe('turning knobs while training', () => {
  test('drops what has been done of a step, so that the next one sees the new value', () => {
    const trainer = start(settingsFor('sgd'));
    trainer.advance();
    trainer.advance();
    trainer.setParameters({ 'y.bias': Float64Array.of(3) });
    expect(trainer.phase).toBe('ready');
    trainer.step();
    const other = start(settingsFor('sgd'));
    other.setParameters({ 'y.bias': Float64Array.of(3) });
    expect(trainer.parameters).toEqual(takeSteps(other, 1).parameters);
  });

  test('cannot bring an undrawn edge to life, and refuses a parameter of another size', () => {
    const trainer = start(settingsFor('sgd'));
    trainer.setParameters({ 'c1.weight': new Float64Array(6).fill(2) });
    expect([...trainer.parameters['c1.weight']!]).toEqual([2, 2, 0, 2, 2, 2]);
    expect(() => trainer.setParameters({ 'y.bias': new Float64Array(2) })).toThrow('y.bias has 2 values, not 1');
  });
});

describe('new settings in the middle of a run', () => {
  test('keep optimizer state where the new optimizer has a slot of that name, and start others at zero', () => {
    const trainer = takeSteps(start(settingsFor('adam')), 10);
    const { moments } = trainer.position;
    trainer.configure(settingsFor('amsgrad', { batchSize: 9 }));
    const after = trainer.position.moments;
    expect(after['mean/c2.weight']).toEqual(moments['mean/c2.weight']);
    expect(after['largest/c2.weight']).toEqual(new Float64Array(3));
    trainer.configure(settingsFor('sgd'));
    expect(trainer.position.moments).toEqual({});
    expect(trainer.position.step).toBe(10);
  });

  test('lay memory out again only where its layout or the code depends on them, with kernels asked for anew', () => {
    const sets: KernelSet[] = [];
    let layouts = 0;
    const kernelsFor = (): KernelSet => {
      const allocate = (bytes: number): Memory => (layouts++, portable64.allocate(bytes));
      sets.push({ ...portable64, allocate });
      return sets.at(-1)!;
    };
    const settings = settingsFor('adam');
    const trainer = takeSteps(start(settings, { kernelsFor }), 3);
    const atFirst = layouts;
    trainer.configure({ ...settings, optimizerSettings: { ...settings.optimizerSettings, learningRate: 0.01 } });
    trainer.configure({ ...settings, schedule: 'step', clipNorm: 1 });
    trainer.step();
    expect([sets.length, layouts]).toEqual([1, atFirst]);
    const { parameters, position } = trainer;
    trainer.configure({ ...settings, batchSize: 7 });
    expect([sets.length, layouts]).toEqual([2, 2 * atFirst]);
    expect(trainer.parameters).toEqual(parameters);
    expect(trainer.position).toEqual(position);
  });

  test('a batch size that is not a whole number from 1 is refused', () => {
    expect(() => start(settingsFor('sgd', { batchSize: 0 }))).toThrow('from 1, not 0');
  });
});

describe('evaluations', () => {
  test('come at step 0 and after every epoch, with both splits and their accuracy', () => {
    const trainer = takeSteps(start(settingsFor('adam')), 10); // 18 rows by 4: 5 steps an epoch
    const taken = trainer.takeEvaluations();
    expect(taken.map(({ step }) => step)).toEqual([0, 5, 10]);
    expect(taken[2]).toEqual(trainer.evaluate());
    for (const { trainingAccuracy, validationAccuracy } of taken) {
      expect(trainingAccuracy! * 18).toBeCloseTo(Math.round(trainingAccuracy! * 18), 9);
      expect(validationAccuracy! * 5).toBeCloseTo(Math.round(validationAccuracy! * 5), 9);
    }
    expect(trainer.takeEvaluations()).toEqual([]);
  });

  test('become rarer after a hundred epochs, so that a run of full batches is not spent on measuring', () => {
    const trainer = takeSteps(start(settingsFor('sgd', { batchSize: 100 })), 200);
    expect(trainer.takeEvaluations()).toHaveLength(1 + 100 + 10);
    expect(trainer.takeLosses()).toHaveLength(200);
  });

  test('have no validation figures without a validation split', () => {
    const trainer = start(settingsFor('sgd'), { data: makeData(0) });
    expect(trainer.evaluate()).toMatchObject({ validationLoss: null, validationAccuracy: null });
  });
});

describe('what changes from step to step', () => {
  test('the schedule multiplies the learning rate of each step', () => {
    const scheduled = start(
      settingsFor('sgd', {
        optimizerSettings: { learningRate: 0.5, weightDecay: 0, l1: 0 },
        schedule: 'step',
        scheduleSettings: { every: 1, factor: 0.5 },
      }),
    );
    const plain = (learningRate: number) =>
      settingsFor('sgd', { optimizerSettings: { learningRate, weightDecay: 0, l1: 0 } });
    const byHand = start(plain(0.5));
    for (const learningRate of [0.5, 0.25, 0.125]) {
      byHand.configure(plain(learningRate));
      byHand.step();
      scheduled.step();
    }
    expect(scheduled.parameters).toEqual(byHand.parameters);
  });

  test('clipping by norm moves the parameters by exactly rate · norm at most, and the preview says so', () => {
    const settings = settingsFor('sgd', {
      optimizerSettings: { learningRate: 1, weightDecay: 0, l1: 0 },
      clipNorm: 0.01,
    });
    const trainer = start(settings);
    const before = trainer.parameters;
    while (trainer.phase !== 'backward') trainer.advance();
    const shown = trainer.batchView()!.next!;
    trainer.advance();
    expect(trainer.parameters).toEqual(shown);
    const squares = Object.entries(trainer.parameters).flatMap(([id, values]) =>
      [...values].map((value, i) => (value - before[id]![i]!) ** 2),
    );
    expect(Math.sqrt(squares.reduce((a, b) => a + b, 0))).toBeCloseTo(0.01, 6); // 1e-6 is in the divisor, as in torch
  });

  test('clipping by value moves no parameter by more than rate · value', () => {
    const settings = settingsFor('sgd', {
      optimizerSettings: { learningRate: 1, weightDecay: 0, l1: 0 },
      clipValue: 0.001,
    });
    const trainer = start(settings);
    const before = trainer.parameters;
    trainer.step();
    const moves = Object.entries(trainer.parameters).flatMap(([id, values]) =>
      [...values].map((value, i) => Math.abs(value - before[id]![i]!)),
    );
    expect(Math.max(...moves)).toBeCloseTo(0.001, 12);
  });

  test.each(Object.keys(optimizers) as OptimizerName[])(
    'frozen entries keep their bits under %s with decay',
    (name) => {
      const { fields }: Optimizer = optimizers[name];
      const optimizerSettings = { ...initialSettings(fields), weightDecay: 0.1, l1: 0.1 };
      const settings = settingsFor(name, { optimizerSettings });
      const parameters = initialParameters(network, settings.initializer, settings.seed);
      const constraints = Object.fromEntries(
        Object.entries(parameters).map(([id, values]) => {
          const frozen = Uint8Array.from(values, (_, i) => 1 - (i % 2));
          return [id, { frozen, minimum: null, maximum: null }];
        }),
      );
      const data = makeData();
      const trainer = takeSteps(
        new Trainer({ network, data, settings, parameters, position: null, constraints: { constraints, ties: {} } }),
        30,
      );
      let moved = 0;
      for (const [id, values] of Object.entries(trainer.parameters)) {
        for (let i = 0; i < values.length; i++) {
          if (i % 2 === 0) expect(values[i]).toBe(parameters[id]![i]);
          else if (values[i] !== parameters[id]![i]) moved++;
        }
      }
      expect(moved).toBeGreaterThan(5);
    },
  );

  test('float32 computes nearly the same, and says what computes it', () => {
    const exact = takeSteps(start(settingsFor('adam')), 20);
    const single = takeSteps(start(settingsFor('adam', { precision: 'float32' })), 20);
    expect(single.kernels).toBe('portable float32');
    for (const [id, values] of Object.entries(single.parameters)) {
      values.forEach((value, i) => {
        expect(value).toBe(Math.fround(value));
        expect(Math.abs(value - exact.parameters[id]![i]!)).toBeLessThan(1e-4);
      });
    }
  });
});
