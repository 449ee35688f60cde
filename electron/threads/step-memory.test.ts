/** A step takes no memory: what it needs was laid out once. */
import { setImmediate as breath } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Graph } from '../../core/engine/graph.ts';
import type { KernelSet } from '../../core/engine/kernels/kernels.ts';
import { portable32, portable64 } from '../../core/engine/kernels/portable.ts';
import { activate } from '../../core/engine/ops/activate.ts';
import { attention } from '../../core/engine/ops/attention.ts';
import { add } from '../../core/engine/ops/combine.ts';
import { input } from '../../core/engine/ops/input.ts';
import { layerNorm } from '../../core/engine/ops/normalize.ts';
import { weightedSum } from '../../core/engine/ops/weighted-sum.ts';
import { Plan } from '../../core/engine/plan.ts';
import { tanh } from '../../core/nn/activations/tanh.ts';
import { meanSquaredError } from '../../core/nn/losses/mean-squared-error.ts';
import { adamw } from '../../core/optim/optimizers/adamw.ts';
import { LearnedParameters, OptimizerRule } from '../../core/training/learned-parameters.ts';
import { loadKernels } from './load-kernels.ts';

const folder = new URL('../../out/kernels/', import.meta.url);
const files = { folder, thread: new URL('kernel-thread.js', folder) };

const EXAMPLES = 32;
const STEPS = 100;
/** Of numbers that the engine boxes where one function hands them to another: some 10 measured in the fast set, 1,200 elsewhere. */
const mostBytes = (kernels: KernelSet): number => (kernels === portable64 || kernels === portable32 ? 4000 : 100);

/** [3 positions, 2] through a normalisation, attention, a residual sum and a layer: most kinds of kernels. */
const shapes = { 'n.g': [2], 'n.s': [2], 'qkv.w': [6, 2], 'qkv.b': [6], 'h.w': [3, 2], 'h.b': [3] };
const graph: Graph = {
  nodes: [
    input('x', 2, 3),
    layerNorm('n', { source: 'x', scale: 'n.g', shift: 'n.s', epsilon: 1e-5 }),
    weightedSum('qkv', 6, [{ source: 'n', weight: 'qkv.w' }], 'qkv.b'),
    attention('a', { source: 'qkv', heads: 1, isCausal: true }),
    add('r', { value: 'x' }, { value: 'a' }),
    weightedSum('h', 3, [{ source: 'r', weight: 'h.w' }], 'h.b'),
    activate('y', 'h', tanh),
  ],
  inputs: ['x'],
  outputs: ['y'],
  parameters: Object.entries(shapes).map(([id, shape]) => ({ id, shape, mask: null })),
};

const sets: readonly (() => KernelSet)[] = [
  () => portable64,
  () => portable32,
  () => loadKernels({ threads: 1, files }),
];

test.each(sets.map((make) => make()))('on $name', async (kernels) => {
  const rule = new OptimizerRule(adamw);
  const learning = { slots: adamw.slots, rule };
  const objective = { kind: 'rows', loss: meanSquaredError } as const;
  const plan = new Plan(graph, { largestBatch: EXAMPLES, kernels, objective, learning });
  for (const { data } of plan.parameters.values()) data.forEach((_, i) => (data[i] = ((7 * i) % 5) / 5 - 0.4));
  plan.setInputs(
    Float64Array.from({ length: EXAMPLES * 6 }, (_, i) => ((3 * i) % 7) / 7),
    EXAMPLES,
  );
  const learned = new LearnedParameters(plan, rule, {});
  const optimizer = { learningRate: 1e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 };
  const settings = { step: 1, clipNorm: 1e-3, clipValue: 0, optimizer };
  /** Bytes a step, of objects and of arrays' contents. */
  const measure = (): { objects: number; arrays: number } => {
    const before = process.memoryUsage();
    for (let i = 0; i < STEPS; i++) {
      plan.runThrough('forward', 'backward');
      learned.offendingGradient();
      learned.update(settings);
    }
    const after = process.memoryUsage();
    return {
      objects: (after.heapUsed - before.heapUsed) / STEPS,
      arrays: (after.arrayBuffers - before.arrayBuffers) / STEPS,
    };
  };
  const measured: ReturnType<typeof measure>[] = [];
  for (let i = 0; i < 40; i++) (measured.push(measure()), await breath()); // the first ones until the loops are compiled
  const steady = measured.slice(20).filter(({ objects }) => objects > 0); // a collection between would hide something
  expect(steady.length).toBeGreaterThan(3);
  expect(Math.max(...steady.map(({ arrays }) => arrays))).toBe(0);
  expect(Math.min(...steady.map(({ objects }) => objects))).toBeLessThan(mostBytes(kernels));
});
