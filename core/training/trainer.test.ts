import { describe, expect, test } from 'vitest';
import { compileNetwork, type Network } from '../compile/compile.ts';
import { initialParameters } from '../compile/initial-parameters.ts';
import type { PreparedData } from '../data/data-settings.ts';
import {
  plainSteps,
  type Connection,
  type Layer,
  type RunPosition,
  type Table,
  type TrainingSettings,
} from '../document/document.ts';
import type { KernelSet, Memory } from '../engine/kernels/kernels.ts';
import { portable64 } from '../engine/kernels/portable.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { Random } from '../tensor/random.ts';
import { fingerprint } from './fingerprint.ts';
import { NonFiniteError } from './non-finite.ts';
import { Trainer } from './trainer.ts';

const ROWS = 23;

/** x (2) -> h (3, tanh) -> y (1), and x -> y past it; the edge from x1 to h2 is not drawn. */
function draw(): Network {
  const layer = (id: string, kind: Layer['kind'], size: number, x: number): Layer => ({
    id,
    kind,
    name: id,
    x,
    y: 0,
    size,
    activation: id === 'h' ? 'tanh' : 'linear',
    hasBias: kind !== 'input',
  });
  const join = (id: string, source: string, target: string, mask: Uint8Array | null): [string, Connection] => [
    id,
    { id, source, target, mask },
  ];
  const { network } = compileNetwork(
    { x: layer('x', 'input', 2, 0), h: layer('h', 'dense', 3, 1), y: layer('y', 'output', 1, 2) },
    Object.fromEntries([
      join('c1', 'x', 'h', Uint8Array.of(1, 1, 0, 1, 1, 1)),
      join('c2', 'h', 'y', null),
      join('c3', 'x', 'y', null),
    ]),
  );
  return network!;
}

function makeData(validation = 5): PreparedData {
  const random = Random.fromSeed(9);
  const feature = (name: string): { name: string; mean: number; deviation: number } => ({
    name,
    mean: 0,
    deviation: 1,
  });
  const inputValues = Float64Array.from({ length: ROWS * 2 }, () => random.normal());
  const targetValues = Float64Array.from({ length: ROWS }, (_, i) =>
    inputValues[2 * i]! > inputValues[2 * i + 1]! ? 1 : 0,
  );
  const rows = Uint32Array.from({ length: ROWS }, (_, i) => i);
  return {
    task: 'binary',
    inputs: [feature('x1'), feature('x2')],
    targets: [feature('y')],
    inputValues,
    targetValues,
    trainingRows: rows.slice(validation),
    validationRows: rows.slice(0, validation),
    testRows: new Uint32Array(0),
    tableRows: new Uint32Array(0),
    droppedRows: 0,
  };
}

function settingsFor(optimizer: OptimizerName, changes: Partial<TrainingSettings> = {}): TrainingSettings {
  const { fields }: Optimizer = optimizers[optimizer];
  return {
    loss: 'binaryCrossEntropy',
    optimizer,
    optimizerSettings: initialSettings(fields),
    initializer: 'xavierUniform',
    ...plainSteps,
    batchSize: 4,
    seed: 7,
    ...changes,
  };
}

interface Start {
  readonly parameters?: Table<Float64Array>;
  readonly position?: RunPosition | null;
  readonly data?: PreparedData;
  readonly kernelsFor?: () => KernelSet;
}

const network = draw();
function start(
  settings: TrainingSettings,
  { parameters, position = null, data = makeData(), kernelsFor }: Start = {},
): Trainer {
  const initial = parameters ?? initialParameters(network, settings.initializer, settings.seed);
  return new Trainer({ network, data, settings, parameters: initial, position, ...(kernelsFor && { kernelsFor }) });
}

function takeSteps(trainer: Trainer, count: number): Trainer {
  for (let i = 0; i < count; i++) trainer.step();
  return trainer;
}

describe('one step', () => {
  test('passes forward, loss and backward, each shown as far as it got, and ends ready after one update', () => {
    const trainer = start(settingsFor('sgd'));
    const before = trainer.parameters;
    expect(trainer.batchView()).toBeNull();
    expect(trainer.advance()).toBe('forward');
    expect(trainer.batchView()).toMatchObject({ loss: null, gradients: null, next: null });
    expect(trainer.advance()).toBe('loss');
    const { loss } = trainer.batchView()!;
    expect(loss).toBeGreaterThan(0);
    expect(trainer.advance()).toBe('backward');
    const { next, gradients, rows } = trainer.batchView()!;
    expect(rows).toHaveLength(4);
    expect(trainer.parameters).toEqual(before);
    expect(trainer.stepsDone).toBe(0);
    expect(trainer.advance()).toBe('ready');
    expect(trainer.stepsDone).toBe(1);
    expect(trainer.parameters).toEqual(next);
    expect([...trainer.takeLosses()]).toEqual([loss]);
    const rate = 0.1;
    expect(next!['y.bias']![0]).toBe(before['y.bias']![0]! - rate * gradients!['y.bias']![0]!);
  });

  test.each([1, 2, 3])('step() after %i single phases finishes that same step', (phases) => {
    const trainer = start(settingsFor('adam'));
    for (let i = 0; i < phases; i++) trainer.advance();
    trainer.step();
    expect(trainer.phase).toBe('ready');
    expect(trainer.stepsDone).toBe(1);
    expect(trainer.parameters).toEqual(takeSteps(start(settingsFor('adam')), 1).parameters);
  });

  test('shows the mean outputs of the batch, the input layer first among them', () => {
    const data = makeData();
    const trainer = start(settingsFor('sgd', { batchSize: 1000 }), { data });
    trainer.advance();
    const { rows, activations } = trainer.batchView()!;
    expect(rows).toEqual(data.trainingRows);
    const mean = [...rows].reduce((sum, row) => sum + data.inputValues[row * 2]!, 0) / rows.length;
    expect(activations['x']![0]).toBeCloseTo(mean, 12);
    expect(activations['h']).toHaveLength(3);
  });
});

describe.each(Object.keys(optimizers) as OptimizerName[])('with %s', (name) => {
  const decaying = settingsFor(name);
  const settings = { ...decaying, optimizerSettings: { ...decaying.optimizerSettings, weightDecay: 0.01 } };

  test('a run that stops at any step and continues from its position gives the same bits', () => {
    const whole = takeSteps(start(settings), 40);
    const stop = 1 + Random.fromSeed(name.length * 31).integer(38);
    const first = takeSteps(start(settings), stop);
    const second = start(settings, { parameters: first.parameters, position: first.position });
    takeSteps(second, 40 - stop);
    expect(fingerprint(second.parameters)).toBe(fingerprint(whole.parameters));
    expect(second.position).toEqual(whole.position);
  });

  test('an undrawn edge stays exactly 0', () => {
    const trainer = takeSteps(start(settings), 30);
    expect(trainer.parameters['c1.weight']![2]).toBe(0);
    expect(trainer.parameters['c1.weight']![1]).not.toBe(0);
  });

  test('an edge that was removed in the middle of a run stays 0, whatever momentum it had', () => {
    const { parameters, position } = takeSteps(start(settings), 3);
    const moving = Object.fromEntries(
      Object.entries(position.moments).map(([id, values]) => [id, new Float64Array(values.length).fill(0.5)]),
    );
    const trainer = start(settings, { parameters, position: { ...position, moments: moving } });
    trainer.step();
    expect(trainer.parameters['c1.weight']![2]).toBe(0);
  });

  test('a refused step leaves parameters, optimizer state and place bit for bit as they were', () => {
    const trainer = takeSteps(start(settings), 5);
    const { parameters, position } = trainer;
    trainer.configure({ ...settings, optimizerSettings: { ...settings.optimizerSettings, learningRate: Infinity } });
    expect(() => trainer.step()).toThrow(NonFiniteError);
    expect(trainer.phase).toBe('ready');
    expect(fingerprint(trainer.parameters)).toBe(fingerprint(parameters));
    expect(trainer.position).toEqual(position);
    trainer.configure(settings);
    trainer.step();
    expect(trainer.stepsDone).toBe(6);
    expect(trainer.parameters).toEqual(takeSteps(start(settings), 6).parameters);
  });
});

describe('numbers that leave the finite ones', () => {
  test('a loss of NaN is refused with the step, the learning rate and what to do', () => {
    const data = makeData();
    data.inputValues[2 * data.trainingRows[0]!] = NaN;
    const trainer = start(settingsFor('sgd', { batchSize: 1000, optimizerSettings: { learningRate: 0.5 } }), { data });
    expect(() => trainer.step()).toThrow(
      'Loss became NaN at step 1 (learning rate 0.5). Training paused; the parameters of step 0 are kept. It began in the data of "x". Try a smaller learning rate.',
    );
    expect(trainer.takeLosses()).toHaveLength(0);
  });

  test('a parameter that would become infinite is named by its layer', () => {
    const trainer = start(settingsFor('sgd', { optimizerSettings: { learningRate: Infinity } }));
    expect(() => trainer.step()).toThrow(/^(A weight from "x" to "h"|The bias of "h") became .*infinite at step 1/);
  });
});

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

test('data that the network does not fit is refused with what to change', () => {
  const data = { ...makeData(), targets: [], targetValues: new Float64Array(0) };
  expect(() => start(settingsFor('sgd'), { data })).toThrow('Remove 1 output unit');
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
