import { describe, expect, test } from 'vitest';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import { Random } from '../tensor/random.ts';
import { fingerprint } from './fingerprint.ts';
import { makeData, settingsFor, start, takeSteps } from './fixtures/small-run.ts';
import { NonFiniteError } from './non-finite.ts';

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

test('data that the network does not fit is refused with what to change', () => {
  const data = { ...makeData(), targets: [], targetValues: new Float64Array(0) };
  expect(() => start(settingsFor('sgd'), { data })).toThrow('Remove 1 output unit');
});
