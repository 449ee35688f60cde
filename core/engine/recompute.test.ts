/** Forgetting a value and making it again changes no bit and saves its memory. */
import { expect, test } from 'vitest';
import { gelu } from '../nn/activations/gelu.ts';
import { meanSquaredError } from '../nn/losses/mean-squared-error.ts';
import type { Graph } from './graph.ts';
import { portable32 } from './kernels/portable.ts';
import { activate } from './ops/activate.ts';
import { input } from './ops/input.ts';
import { layerNorm } from './ops/normalize.ts';
import { weightedSum } from './ops/weighted-sum.ts';
import { Plan } from './plan.ts';

const EXAMPLES = 4096;
const WIDTH = 160; // 4096 values of 160 numbers are 2.6 MB

const shapes = { 'n.w': [WIDTH], 'h1.w': [WIDTH, 1], 'h2.w': [1, WIDTH], 'h3.w': [WIDTH, 1], 'y.w': [1, WIDTH] };
const graph: Graph = {
  nodes: [
    input('x', 1),
    weightedSum('h1', WIDTH, [{ source: 'x', weight: 'h1.w' }], null),
    layerNorm('n', { source: 'h1', scale: 'n.w', shift: null, epsilon: 1e-5 }),
    activate('a1', 'n', gelu),
    weightedSum('h2', 1, [{ source: 'a1', weight: 'h2.w' }], null),
    weightedSum('h3', WIDTH, [{ source: 'h2', weight: 'h3.w' }], null),
    activate('a3', 'h3', gelu),
    weightedSum('y', 1, [{ source: 'a3', weight: 'y.w' }], null),
  ],
  inputs: ['x'],
  outputs: ['y'],
  parameters: Object.entries(shapes).map(([id, shape]) => ({ id, shape, mask: null })),
};

function step(largestBatch: number, keepsValues: boolean, examples = largestBatch): Plan {
  const plan = new Plan(graph, {
    largestBatch,
    kernels: portable32,
    keepsValues,
    objective: { kind: 'rows', loss: meanSquaredError },
    learning: { slots: [], rule: { of: {}, run: () => undefined } },
  });
  for (const { data } of plan.parameters.values()) data.forEach((_, i) => (data[i] = ((7 * i) % 11) / 11 - 0.45));
  plan.setInputs(
    Float64Array.from({ length: examples }, (_, i) => ((3 * i) % 7) / 7),
    examples,
  );
  plan.runThrough('forward', 'backward');
  return plan;
}

const gradients = (plan: Plan): unknown => [...plan.parameters].map(([id, { gradient }]) => [id, gradient]);

test('gradients have the same bits, made from values that were kept or made again', () => {
  const [kept, made] = [step(EXAMPLES, true, 5), step(EXAMPLES, false, 5)];
  expect(gradients(made)).toEqual(gradients(kept));
});

test('two activations and a normalisation of 2.6 MB share the memory of one', () => {
  const value = 4 * EXAMPLES * WIDTH;
  const [small, large] = [step(64, false, 5).bytes, step(EXAMPLES, false, 5).bytes];
  // h1, h3 and gradient of one; then what is made again: not a1, n and a3 beside them, nor what GELU gave beside two gradients.
  expect(large - small).toBeLessThan(4.5 * value);
  expect(step(EXAMPLES, true, 5).bytes).toBeGreaterThan(7 * value);
});

test('a retrace shows the same gradients', () => {
  const plan = step(EXAMPLES, false, 5);
  const expected = Float64Array.from(plan.parameters.get('n.w')!.gradient!);
  let shown = new Float64Array();
  plan.retrace('backward', ({ of, values }) => {
    if (of === 'n.w') shown = Float64Array.from(values);
    return false;
  });
  expect(shown).toEqual(expected);
});
