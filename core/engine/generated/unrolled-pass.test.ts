import { expect, test } from 'vitest';
import { activations } from '../../nn/activations/registry.ts';
import { Random } from '../../tensor/random.ts';
import { compileSmallNetwork } from './compile-small-network.ts';
import { levelsOf } from './context.ts';
import { interpret } from './fixtures/interpreter.ts';
import { randomNetwork } from './fixtures/random-network.ts';
import type { MemoryLayout } from './memory-layout.ts';
import type { SmallNetwork, SmallUnit } from './small-network.ts';
import { isWorthUnrolling } from './unrolled-pass.ts';

const isUnrolled = (network: SmallNetwork): boolean =>
  isWorthUnrolling({
    network,
    levels: levelsOf(network),
    layout: { blockPairs: Math.min(16, Math.ceil(network.largestBatch / 2)) } as MemoryLayout,
  });

const sparse = (batch: number): SmallNetwork =>
  randomNetwork(Random.fromSeed(2), {
    ...{ units: 30, batch, rows: 40, loss: 'meanSquaredError', optimizer: 'adam', isHeld: false },
  });

/** Two layers, each unit reading all of the one before. */
function layered(width: number): SmallNetwork {
  let weight = 0;
  const layer = (from: number, sources: number): SmallUnit[] =>
    Array.from({ length: width }, () => ({
      bias: null,
      edges: Array.from({ length: sources }, (_, i) => ({ source: from + i, weight: weight++ })),
      consumers: [],
      activation: activations.tanh,
    }));
  return { ...sparse(10), inputCount: 2, units: [...layer(0, 2), ...layer(2, width)], parameterCount: weight };
}

test('single edges in small batches are written out; layers, and batches of many rows, keep their loops', () => {
  expect([1, 2, 9, 10, 16].map((batch) => isUnrolled(sparse(batch)))).toEqual([true, true, true, true, true]);
  expect([17, 100].map((batch) => isUnrolled(sparse(batch)))).toEqual([false, false]);
  expect(isUnrolled(layered(8))).toBe(false);
});

test.each([9, 10])('full batches of %i and smaller ones after another give the bits of the plain loops', (batch) => {
  const network = sparse(batch);
  const sizes = [batch, 3, batch, batch, 1, batch - 1, batch];
  const ends = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((sum, size) => sum + size));
  const steps = {
    count: sizes.length,
    order: Uint32Array.from({ length: ends.at(-1)! }, (_, i) => (7 * i) % 40),
    starts: Uint32Array.from(ends, (end, i) => end - sizes[i]!),
    ends: Uint32Array.from(ends),
    firstStep: 1,
    settings: { learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
    learningRates: null,
  };
  const program = compileSmallNetwork(network)!;
  const random = Random.fromSeed(1);
  program.values.forEach((_, i, values) => (values[i] = random.normal()));
  const zeros = () => new Float64Array(network.parameterCount);
  const state = { values: program.values.slice(), gradients: zeros(), slots: network.optimizer.slots.map(zeros) };
  const losses = [new Float64Array(sizes.length), new Float64Array(sizes.length)] as const;
  expect(program.train(steps, losses[0])).toBe(interpret(network, state, steps, losses[1]));
  expect(losses[0]).toEqual(losses[1]);
  expect(program.values).toEqual(state.values);
  expect(program.gradients).toEqual(state.gradients);
});
