/**
 * The fast kernels against the reference ones: on a Node that may lack fused multiply-add, and by `npm test` again in Electron's,
 * which has it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { opExamples } from '../../core/engine/fixtures/op-examples.ts';
import { randomNeurons } from '../../core/engine/fixtures/random-neurons.ts';
import type { Graph, GraphNode } from '../../core/engine/graph.ts';
import type { KernelSet } from '../../core/engine/kernels/kernels.ts';
import { portable64 } from '../../core/engine/kernels/portable.ts';
import { opcodesOf } from '../../core/engine/kernels/wasm/encode.ts';
import { createWasmKernels } from '../../core/engine/kernels/wasm/wasm-kernels.ts';
import type { Objective } from '../../core/engine/objective.ts';
import { activate } from '../../core/engine/ops/activate.ts';
import { attention } from '../../core/engine/ops/attention.ts';
import { add } from '../../core/engine/ops/combine.ts';
import { dropout } from '../../core/engine/ops/dropout.ts';
import { embedding } from '../../core/engine/ops/embedding.ts';
import { idInput, input } from '../../core/engine/ops/input.ts';
import { layerNorm } from '../../core/engine/ops/normalize.ts';
import { weightedSum } from '../../core/engine/ops/weighted-sum.ts';
import { Plan } from '../../core/engine/plan.ts';
import { activations } from '../../core/nn/activations/registry.ts';
import { losses } from '../../core/nn/losses/registry.ts';
import { optimizers } from '../../core/optim/optimizers/registry.ts';
import { Random } from '../../core/tensor/random.ts';
import { LearnedParameters, OptimizerRule } from '../../core/training/learned-parameters.ts';
import { loadKernels, loadModule } from './load-kernels.ts';
import { instantiate } from './wasm-module.ts';

const files = {
  folder: new URL('../../out/kernels/', import.meta.url),
  thread: new URL('../../out/electron/kernel-thread.js', import.meta.url),
};
const fast = (): KernelSet => loadKernels({ threads: 1, files });

const meanSquared: Objective = { kind: 'rows', loss: losses.meanSquaredError };

interface Trial {
  readonly graph: Graph;
  readonly examples: number;
  readonly objective?: Objective;
  readonly optimizer?: keyof typeof optimizers;
  /** Ids of id inputs and class targets are below this. */
  readonly classes?: number;
  readonly held?: Record<string, Uint8Array>;
}

/** Two updates from the same start, and everything that came of them. */
function results(kernels: KernelSet, trial: Trial) {
  const { graph, examples, objective = meanSquared, optimizer = 'sgd', classes = 5, held } = trial;
  const random = Random.fromSeed(7);
  const rule = new OptimizerRule(optimizers[optimizer]);
  const plan = new Plan(graph, {
    largestBatch: examples,
    kernels,
    objective,
    learning: { slots: rule.of.slots, rule, ...(held && { held }) },
  });
  const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());
  plan.setParameters(Object.fromEntries([...plan.parameters].map(([id, { data }]) => [id, normals(data.length)])));
  if (graph.inputs.includes('ids')) plan.idsOf('ids').forEach((_, i, ids) => (ids[i] = random.integer(classes)));
  else plan.setInputs(normals(examples * plan.inputCount), examples);
  const targets = plan.targets;
  for (let i = 0; i < targets.length; i++) {
    targets[i] = targets instanceof Int32Array ? (i % 7 === 3 ? -100 : random.integer(classes)) : random.uniform();
  }
  plan.setRandomKey(99);
  const learned = new LearnedParameters(plan, rule, {}, held);
  const seen: Record<string, Float64Array> = {};
  for (const step of [1, 2]) {
    plan.runThrough('forward', 'backward');
    seen[`loss ${step}`] = Float64Array.of(plan.loss);
    for (const [id, values] of Object.entries(learned.gradients)) seen[`gradient ${step} of ${id}`] = values;
    learned.offendingGradient();
    const settings = { learningRate: 0.05, weightDecay: 0.02, momentum: 0.9, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    const smoothing = 0.99;
    learned.update({ step, optimizer: { ...settings, smoothing, l1: 0.01 }, clipNorm: 3, clipValue: 0 });
  }
  return { ...seen, ...learned.values };
}

/** Largest difference, relative to the largest number of the tensor. */
function expectEqual(trial: Trial, tolerance: number): void {
  const ours = results(fast(), trial);
  const reference = results(portable64, trial);
  for (const [name, values] of Object.entries(reference)) {
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-2);
    const own = ours[name]!;
    const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - own[i]!)), 0);
    expect(worst / scale, name).toBeLessThan(tolerance);
  }
}

/** float32 sums over some hundred terms, twice through the network. */
const TOLERANCE = 2e-5;

const parameter = (id: string, ...shape: number[]) => ({ id, shape, mask: null });
const dense = (id: string, source: string, width: number, bias = true): GraphNode =>
  weightedSum(id, width, [{ source, weight: `${id}.w` }], bias ? `${id}.b` : null);

function layered(inputs: number, hidden: number, outputs: number, activation: keyof typeof activations): Graph {
  return {
    nodes: [
      input('x', inputs),
      dense('h', 'x', hidden),
      activate('a', 'h', activations[activation]),
      dense('y', 'a', outputs),
    ],
    inputs: ['x'],
    outputs: ['y'],
    parameters: [
      ...[parameter('h.w', hidden, inputs), parameter('h.b', hidden)],
      ...[parameter('y.w', outputs, hidden), parameter('y.b', outputs)],
    ],
  };
}

describe('the fast kernels give the reference’s numbers', () => {
  const examples = Object.entries(opExamples).flatMap(([file, all]) =>
    Object.entries(all).map(([what, { graph }]) => [`${file}: ${what}`, graph] as const),
  );
  test.each(examples)('%s', (_, graph) => expectEqual({ graph, examples: 3 }, TOLERANCE));

  test.each(Object.keys(activations) as (keyof typeof activations)[])('%s', (name) =>
    expectEqual({ graph: layered(5, 9, 3, name), examples: 7 }, TOLERANCE),
  );

  test.each(Object.keys(losses) as (keyof typeof losses)[])('%s', (name) =>
    expectEqual(
      { graph: layered(5, 9, 3, 'tanh'), examples: 6, objective: { kind: 'rows', loss: losses[name] } },
      TOLERANCE,
    ),
  );

  test.each(Object.keys(optimizers) as (keyof typeof optimizers)[])('%s', (optimizer) => {
    const held = { 'h.w': Uint8Array.from({ length: 45 }, (_, i) => (i % 3 === 0 ? 0 : 1)) };
    expectEqual({ graph: layered(5, 9, 3, 'tanh'), examples: 6, optimizer, held }, TOLERANCE);
  });

  test.each([
    [1, 1, 1, 1],
    [2, 3, 4, 5],
    [17, 33, 13, 8],
    [300, 70, 9, 130],
    [64, 600, 65, 33],
  ])('layers of %i, %i and %i units on %i examples', (inputs, hidden, outputs, examples) =>
    expectEqual({ graph: layered(inputs, hidden, outputs, 'linear'), examples }, 1e-4),
  );

  /** Through some thirty neurons, one after another, each of which may enlarge what was rounded before. */
  const DEEP = 1e-3;

  // 1 to 4 vectors of a block, and several blocks, the last one not full.
  test.each([1, 3, 5, 9, 13, 16, 17, 39])('single neurons among layers on %i examples', (examples) =>
    expectEqual({ graph: randomNeurons(Random.fromSeed(examples), 14), examples }, DEEP),
  );

  test.each(Object.entries(activations))('single neurons: %s', (_name, activation) => {
    const graph = randomNeurons(Random.fromSeed(31), 10);
    const nodes = graph.nodes.map((node) =>
      node.op === 'activate' ? activate(node.id, node.sources[0]!, activation) : node,
    );
    expectEqual({ graph: { ...graph, nodes }, examples: 6 }, DEEP);
  });

  test('a transformer block of odd sizes, longer than one block of queries', () => {
    const [T, C, V, heads] = [70, 20, 37, 4] as const;
    const norm = (id: string, source: string) =>
      layerNorm(id, { source, scale: `${id}.g`, shift: `${id}.s`, epsilon: 1e-5 });
    const graph: Graph = {
      nodes: [
        ...[idInput('ids', T), embedding('t', 'ids', 'tokens'), add('x', { value: 't' }, { parameter: 'places' })],
        ...[norm('n', 'x'), dense('q', 'n', 3 * C), attention('a', { source: 'q', heads, isCausal: true })],
        ...[dense('o', 'a', C), dropout('d', 'o', 0.2), add('r', { value: 'x' }, { value: 'd' }), norm('f', 'r')],
        weightedSum('y', V, [{ source: 'f', weight: 'tokens' }], null),
      ],
      inputs: ['ids'],
      outputs: ['y'],
      parameters: [
        ...[parameter('tokens', V, C), parameter('places', T, C)],
        ...[parameter('q.w', 3 * C, C), parameter('q.b', 3 * C), parameter('o.w', C, C), parameter('o.b', C)],
        ...['n', 'f'].flatMap((id) => [parameter(`${id}.g`, C), parameter(`${id}.s`, C)]),
      ],
    };
    expectEqual({ graph, examples: 3, objective: { kind: 'classes' }, optimizer: 'adamw', classes: V }, 3e-4);
  });
});

test('what the module has no loop for runs all the same', () => {
  const graph = layered(5, 9, 3, 'tanh');
  const unknown = { ...activations.tanh };
  const other: Graph = {
    ...graph,
    nodes: graph.nodes.map((node) => (node.id === 'a' ? activate('a', 'h', unknown) : node)),
  };
  expectEqual({ graph: other, examples: 4 }, TOLERANCE);
  const neurons = randomNeurons(Random.fromSeed(6), 10);
  const nodes = neurons.nodes.map((node) =>
    node.op === 'activate' ? activate(node.id, node.sources[0]!, unknown) : node,
  );
  expectEqual({ graph: { ...neurons, nodes }, examples: 4 }, 1e-3);
  const call = { kernel: { name: 'activate', run: () => undefined, of: unknown }, tensors: [], sizes: [], reals: [] };
  expect(opcodesOf(call)).toEqual([]);
});

test('a set says whether it has fused multiply-add, which in Electron it has', () => {
  const hasFused = WebAssembly.validate(readFileSync(new URL('kernels-relaxed.wasm', files.folder)));
  if (process.versions['electron']) expect(hasFused).toBe(true);
  const name = (variant: string) => `WebAssembly SIMD float32 (${variant}, 1 thread)`;
  expect(fast().name).toBe(name(hasFused ? 'fused multiply-add' : 'no fused multiply-add'));
  expect(loadKernels({ threads: 1, files, isPlain: true }).name).toBe(name('no fused multiply-add'));
});

test('a thread that cannot start leaves one thread, with a name that says so', async () => {
  const missing = { ...files, thread: new URL('../../out/electron/no-such-thread.js', import.meta.url) };
  const kernels = loadKernels({ threads: 2, files: missing });
  const failed = '1 thread, the others failed to start: Cannot find module';
  kernels.isReady();
  await expect.poll(() => kernels.name).toContain(failed);
  expect(kernels.isReady()).toBe(false);
  const trial = { graph: layered(5, 9, 3, 'tanh'), examples: 3 };
  expect(results(kernels, trial)).toEqual(results(fast(), trial));
  kernels.release();
});

test('other threads are started by the first work that is worth dividing, and once', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
  const startThreads = vi.fn();
  const kernels = createWasmKernels({
    ...{ variant: 'plain', threads: 2, memory, dividesAlways: false, startThreads, stopThreads: () => undefined },
    run: instantiate(loadModule(files.folder, true).module, memory),
  });
  results(kernels, { graph: layered(5, 9, 3, 'tanh'), examples: 6 });
  expect(startThreads).not.toHaveBeenCalled();
  results(kernels, { graph: layered(64, 256, 64, 'tanh'), examples: 64 });
  expect(startThreads).toHaveBeenCalledTimes(1);
});
