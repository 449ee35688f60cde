import { describe, expect, test } from 'vitest';
import { activations } from '../../nn/activations/registry.ts';
import { losses, type LossName } from '../../nn/losses/registry.ts';
import { optimizers, type OptimizerName } from '../../optim/optimizers/registry.ts';
import { Random } from '../../tensor/random.ts';
import { compileSmallNetwork, MOST_PARAMETERS } from './compile-small-network.ts';
import { interpret } from './fixtures/interpreter.ts';
import { randomNetwork } from './fixtures/random-network.ts';
import type { SmallNetwork } from './small-network.ts';
import type { SmallProgram, SmallSteps } from './small-program.ts';

/** Everything that a step leaves behind, as bits; every NaN is the same. */
const bitsOf = (arrays: readonly Float64Array[]): string[] =>
  arrays.flatMap((array) => Array.from(array, (value) => (Object.is(value, -0) ? '-0' : String(value))));

/** Batches of random rows; every third is smaller than the others. */
function batches(network: SmallNetwork, random: Random, count: number): SmallSteps {
  const rows = network.table.inputs.length / network.inputCount;
  const below = (n: number) => Math.floor(random.uniform() * n);
  const sizes = Array.from({ length: count }, (_, s) =>
    s % 3 < 2 ? network.largestBatch : 1 + below(network.largestBatch),
  );
  const ends = sizes.map((_, s) => sizes.slice(0, s + 1).reduce((sum, size) => sum + size));
  return {
    count,
    order: Uint32Array.from({ length: ends.at(-1)! }, () => below(rows)),
    starts: Uint32Array.from(ends, (end, s) => end - sizes[s]!),
    ends: Uint32Array.from(ends),
    firstStep: 1 + below(50),
    settings: settingsOf(random),
    learningRates: random.uniform() < 0.5 ? null : Float64Array.from({ length: count }, () => random.uniform() * 0.1),
  };
}

function settingsOf(random: Random): Record<string, number> {
  const isRegularised = random.uniform() < 0.5;
  return {
    learningRate: 0.05,
    momentum: 0.9,
    beta1: 0.9,
    beta2: 0.99,
    epsilon: 1e-8,
    smoothing: 0.9,
    weightDecay: isRegularised ? 0.01 : 0,
    l1: isRegularised ? 0.003 : 0,
  };
}

function compiled(network: SmallNetwork): SmallProgram {
  const program = compileSmallNetwork(network);
  if (!program) throw new Error('this network should compile');
  return program;
}

/** Some parameters are 0 or -0. */
const startOf = ({ parameterCount }: SmallNetwork, random: Random) =>
  Float64Array.from({ length: parameterCount }, () =>
    random.uniform() < 0.1 ? (random.uniform() < 0.5 ? 0 : -0) : random.normal(),
  );

/** Trains the same network both ways; @returns the bits of values, slots, gradients and losses of each. */
function bothWays(network: SmallNetwork, start: Float64Array, steps: SmallSteps) {
  const program = compiled(network);
  program.values.set(start);
  const zeros = () => new Float64Array(network.parameterCount);
  const state = { values: start.slice(), gradients: zeros(), slots: network.optimizer.slots.map(zeros) };
  const losses = [new Float64Array(steps.count), new Float64Array(steps.count)] as const;
  const done = [program.train(steps, losses[0]), interpret(network, state, steps, losses[1])];
  const all = ({ values, slots, gradients }: typeof state | SmallProgram, made: Float64Array) =>
    bitsOf([values, ...slots, gradients, made]);
  return { done, ours: all(program, losses[0]), theirs: all(state, losses[1]) };
}

describe('training in generated code gives the bits of the plain loops', () => {
  const lossNames = Object.keys(losses) as LossName[];
  const optimizerNames = Object.keys(optimizers) as OptimizerName[];
  test.each(Array.from({ length: 260 }, (_, i) => i))('random network %i', (i) => {
    const random = Random.fromSeed(i);
    const batch = 1 + (i % 13);
    const network = randomNetwork(random, {
      units: 14,
      batch,
      rows: batch + Math.floor(random.uniform() * 2 * batch),
      loss: lossNames[i % lossNames.length]!,
      optimizer: optimizerNames[i % optimizerNames.length]!,
      isHeld: i % 4 === 0,
    });
    const { done, ours, theirs } = bothWays(network, startOf(network, random), batches(network, random, 7));
    expect(done[0]).toBe(done[1]);
    expect(ours).toEqual(theirs);
  });
});

const plain = { units: 8, batch: 4, rows: 9, loss: 'meanSquaredError', optimizer: 'sgd', isHeld: false } as const;

test('steps beyond one hand-over go on from the step before', () => {
  const random = Random.fromSeed(3);
  const network = randomNetwork(random, { ...plain, optimizer: 'adam' });
  const { done, ours, theirs } = bothWays(network, startOf(network, random), batches(network, random, 1200));
  expect(done).toEqual([1200, 1200]);
  expect(ours).toEqual(theirs);
});

test('a block of many rows takes several turns', () => {
  const random = Random.fromSeed(4);
  const network = randomNetwork(random, { ...plain, batch: 75, rows: 80 });
  const { ours, theirs } = bothWays(network, startOf(network, random), batches(network, random, 6));
  expect(ours).toEqual(theirs);
});

/** Steps of one row, the first. */
const oneRowSteps = (count: number, learningRate: number): SmallSteps => ({
  count,
  order: Uint32Array.from({ length: count }, () => 0),
  starts: Uint32Array.from({ length: count }, (_, s) => s),
  ends: Uint32Array.from({ length: count }, (_, s) => s + 1),
  firstStep: 1,
  settings: { learningRate },
  learningRates: null,
});
/** y = w x, for x = 1 and the target 0. */
const oneWeight: SmallNetwork = {
  inputCount: 1,
  units: [{ bias: null, edges: [{ source: 0, weight: 0 }], consumers: [], activation: activations.linear }],
  outputs: [1],
  loss: losses.meanSquaredError,
  optimizer: optimizers.sgd,
  parameterCount: 1,
  held: null,
  largestBatch: 1,
  table: { inputs: Float64Array.of(1), targets: Float64Array.of(0) },
};

describe('a number that is not finite stops the run before its update', () => {
  test.each([1, 2])('the loss, with room for %i rows', (largestBatch) => {
    // w <- -9 w each step: 9^2n overflows at n = 162.
    const { done, ours, theirs } = bothWays({ ...oneWeight, largestBatch }, Float64Array.of(1), oneRowSteps(500, 5));
    expect(done).toEqual([162, 162]);
    expect(ours).toEqual(theirs);
  });

  test.each([1, 2])('a gradient, with room for %i rows', (largestBatch) => {
    const network = {
      ...oneWeight,
      largestBatch,
      table: { inputs: Float64Array.of(1e300), targets: Float64Array.of(1e9) },
    };
    const { done, ours, theirs } = bothWays(network, Float64Array.of(0), oneRowSteps(3, 0.1));
    expect(done).toEqual([0, 0]);
    expect(ours).toEqual(theirs);
  });

  test('gradients whose sum alone overflows do not stop it', () => {
    const units = [0, 1].map((weight) => ({ ...oneWeight.units[0]!, edges: [{ source: 0, weight }] }));
    const network = {
      ...oneWeight,
      units,
      outputs: [1, 2],
      parameterCount: 2,
      table: { inputs: Float64Array.of(1e300), targets: Float64Array.of(1.2e8, 1.2e8) },
    };
    const { done, ours, theirs } = bothWays(network, Float64Array.of(0, 0), oneRowSteps(1, 1e-9));
    expect(done).toEqual([1, 1]);
    expect(ours).toEqual(theirs);
  });
});

test('a row that an odd batch does not have leaves no trace, whatever stands after it in the order', () => {
  const random = Random.fromSeed(6);
  const network = randomNetwork(random, { ...plain, batch: 3 });
  network.table.inputs.fill(NaN, network.inputCount * 8); // the last of the nine rows
  const two = { count: 2, starts: Uint32Array.of(0, 3), ends: Uint32Array.of(3, 4) };
  const steps = { ...batches(network, random, 2), ...two, order: Uint32Array.of(0, 1, 2, 8) };
  const { done, ours, theirs } = bothWays(network, startOf(network, random), steps);
  expect(done).toEqual([1, 1]);
  expect(ours).toEqual(theirs);
});

test('a parameter that overflows is regularised by 0 times itself from then on, which is NaN', () => {
  // y = tanh(w x): the first step throws w out, tanh then hides it, and 0 · Infinity in the second makes the third stop.
  const units = [{ bias: null, edges: [{ source: 0, weight: 0 }], consumers: [], activation: activations.tanh }];
  const table = { inputs: Float64Array.of(1e200), targets: Float64Array.of(3) };
  const network = { ...oneWeight, units, table };
  const { done, ours, theirs } = bothWays(network, Float64Array.of(0), oneRowSteps(9, 1e120));
  expect(done).toEqual([2, 2]);
  expect(ours).toEqual(theirs);
});

describe('a promise that the caller broke is said', () => {
  const network = randomNetwork(Random.fromSeed(7), plain);
  const steps = batches(network, Random.fromSeed(7), 1);

  test('a row that the table does not have', () => {
    const order = Uint32Array.of(0, 1, 9, 0);
    expect(() => compiled(network).train({ ...steps, order }, new Float64Array(1))).toThrow(
      'internal: the table has no row 9',
    );
  });

  test('a batch larger than the largest', () => {
    const ends = Uint32Array.of(5);
    const order = new Uint32Array(5);
    expect(() => compiled(network).train({ ...steps, order, ends }, new Float64Array(1))).toThrow(
      'internal: a batch of 5 rows',
    );
  });
});

describe('what cannot be compiled is refused', () => {
  const network = randomNetwork(Random.fromSeed(5), plain);

  test('a parameter in two places', () => {
    const edges = [
      { source: 0, weight: 0 },
      { source: 0, weight: 0 },
    ];
    const units = [{ bias: null, edges, consumers: [], activation: activations.tanh }];
    expect(compileSmallNetwork({ ...network, units, outputs: [network.inputCount] })).toBeNull();
  });

  test('an input that is an output', () => expect(compileSmallNetwork({ ...network, outputs: [0] })).toBeNull());

  test('more parameters than the limit', () => {
    const edges = Array.from({ length: MOST_PARAMETERS + 1 }, (_, weight) => ({ source: 0, weight }));
    const units = [{ bias: null, edges, consumers: [], activation: activations.linear }];
    const large = { ...network, units, outputs: [network.inputCount], parameterCount: edges.length };
    expect(compileSmallNetwork(large)).toBeNull();
  });
});
