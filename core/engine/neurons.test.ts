/** Neurons drawn one by one, computed together: in float64 the very bits of one by one, in a fraction of the kernel calls. */
import { describe, expect, test } from 'vitest';
import { tanh } from '../nn/activations/tanh.ts';
import { meanSquaredError } from '../nn/losses/mean-squared-error.ts';
import { Random } from '../tensor/random.ts';
import { randomNeurons } from './fixtures/random-neurons.ts';
import type { Graph } from './graph.ts';
import { MOST_FUNCTIONS, type KernelCall, type KernelSet } from './kernels/kernels.ts';
import { portable64 } from './kernels/portable.ts';
import { activate } from './ops/activate.ts';
import { input } from './ops/input.ts';
import { weightedSum } from './ops/weighted-sum.ts';
import { Plan } from './plan.ts';
import { probe } from './probe.ts';

function planOf(graph: Graph, joinsNeurons: boolean, keepsValues = true, kernels: KernelSet = portable64): Plan {
  const plan = new Plan(graph, {
    largestBatch: 7,
    kernels,
    keepsValues,
    ...(!joinsNeurons && { leastNeurons: Infinity }),
    objective: { kind: 'rows', loss: meanSquaredError },
    learning: { slots: [], rule: { of: meanSquaredError, run: () => undefined } },
  });
  const random = Random.fromSeed(5);
  const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());
  plan.setParameters(Object.fromEntries([...plan.parameters].map(([id, { data }]) => [id, normals(data.length)])));
  plan.setInputs(normals(7 * plan.inputCount), 7);
  plan.targets.set(normals(plan.targets.length));
  return plan;
}

/** Kernel calls of a plan. */
function callsOf(graph: Graph, joinsNeurons: boolean): readonly KernelCall[] {
  const seen: KernelCall[] = [];
  const prepare: KernelSet['prepare'] = (calls, memory) => {
    seen.push(...calls);
    return portable64.prepare(calls, memory);
  };
  planOf(graph, joinsNeurons, true, { ...portable64, prepare });
  return seen;
}

describe.each(Array.from({ length: 24 }, (_, seed) => seed))('random graph %i of neurons and layers', (seed) => {
  const graph = randomNeurons(Random.fromSeed(seed), 12);

  test.each([
    [7, true],
    [4, false],
  ])('%i examples: every value, gradient and loss has the bits of one by one', (examples, keepsValues) => {
    const [joined, apart] = [planOf(graph, true, keepsValues), planOf(graph, false, keepsValues)];
    for (const plan of [joined, apart]) {
      plan.setExamples(examples);
      plan.runThrough('forward', 'backward');
    }
    expect(joined.loss).toBe(apart.loss);
    for (const [id, { gradient }] of apart.parameters)
      expect(joined.parameters.get(id)!.gradient, id).toEqual(gradient);
    const ids = graph.nodes.map(({ id }) => id);
    expect(probe(joined, ids, 'backward')).toEqual(probe(apart, ids, 'backward'));
    expect(joined.loss).toBe(apart.loss);
  });
});

/** Each neuron reads the two before it. */
function chain(neurons: number): Graph {
  const pairs = Array.from({ length: neurons }, (_, i) => [i === 0 ? 'x' : `n${i - 1}`, i < 2 ? 'y' : `n${i - 2}`]);
  return {
    nodes: [
      ...[input('x', 1), input('y', 1)],
      ...pairs.flatMap((sources, i) => {
        const terms = sources.map((source, k) => ({ source, weight: `w${i}.${k}` }));
        return [weightedSum(`n${i}.sum`, 1, terms, `b${i}`), activate(`n${i}`, `n${i}.sum`, tanh)];
      }),
    ],
    inputs: ['x', 'y'],
    outputs: [`n${neurons - 1}`],
    parameters: pairs.flatMap((_, i) => [
      ...[0, 1].map((k) => ({ id: `w${i}.${k}`, shape: [1, 1], mask: null })),
      { id: `b${i}`, shape: [1], mask: null },
    ]),
  };
}

test('a hundred neurons take as many kernel calls as ten, and fewer than eight their own', () => {
  const [ten, hundred] = [callsOf(chain(10), true), callsOf(chain(100), true)];
  expect(hundred).toHaveLength(ten.length);
  expect(callsOf(chain(100), false).length).toBeGreaterThan(100 * 10);
  expect(callsOf(chain(7), true)).toHaveLength(callsOf(chain(7), false).length);
});

test('numbers of single edges stand side by side in memory', () =>
  expect(planOf(chain(100), true).bytes).toBeLessThan(50_000));

test('a weight that two neurons share is left to the layers one by one', () => {
  const graph = chain(20);
  const nodes = graph.nodes.map((node) =>
    node.id === 'n10.sum' ? weightedSum('n10.sum', 1, [{ source: 'n9', weight: 'w9.0' }], 'b10') : node,
  );
  const shared = { ...graph, nodes };
  const [joined, apart] = [planOf(shared, true), planOf(shared, false)];
  for (const plan of [joined, apart]) plan.runThrough('forward', 'backward');
  for (const [id, { gradient }] of apart.parameters) expect(joined.parameters.get(id)!.gradient, id).toEqual(gradient);
});

test('more activations than a kernel call has room for are shared out among several calls, to the same bits', () => {
  const graph = chain(60);
  const nodes = graph.nodes.map((node, i) =>
    node.op === 'activate' ? activate(node.id, node.sources[0]!, own(i)) : node,
  );
  const many = { ...graph, nodes };
  expect(callsOf(many, true).filter(({ kernel }) => kernel.name === 'neurons')).toHaveLength(60 / MOST_FUNCTIONS);
  const [joined, apart] = [planOf(many, true), planOf(many, false)];
  for (const plan of [joined, apart]) plan.runThrough('forward', 'backward');
  for (const [id, { gradient }] of apart.parameters) expect(joined.parameters.get(id)!.gradient, id).toEqual(gradient);

  /** x · factor, each an activation of its own. */
  function own(i: number) {
    const factor = 1 + i / 1000;
    return { forward: (z: number) => z * factor, derivative: () => factor };
  }
});

test('a value that is not finite is named with the neuron that made it, forward and backward', () => {
  const plan = planOf(chain(20), true);
  plan.parameters.get('w5.0')!.data[0] = NaN;
  const seen: string[] = [];
  plan.retrace('backward', ({ node, of, kind, values }) => {
    if (values.some((value) => Number.isNaN(value))) seen.push(`${node} ${of} ${kind}`);
    return false;
  });
  expect(seen[0]).toBe('n5.sum n5.sum value');
  expect(seen).toContain('n19.sum w19.0 gradient');
});
