/**
 * Finds neurons drawn one by one that can be computed together. A lone neuron is a layer of one unit and each of its edges a
 * weight of its own: run as layers, hundreds of them would cost a kernel call per edge, where one call does for all.
 */
import type { GraphNode } from './graph.ts';
import { MOST_FUNCTIONS } from './kernels/kernels.ts';
import type { ActivateNode } from './ops/activate.ts';
import type { ValueShape } from './ops/op.ts';
import type { WeightedSumNode } from './ops/weighted-sum.ts';

/** A weighted sum of one unit, and the activation that alone reads it; null for a linear neuron. */
export interface Neuron {
  readonly sum: WeightedSumNode;
  readonly activation: ActivateNode | null;
}

/** Neurons side by side in a graph: its nodes from number `from` up to but not including `to`. */
export interface NeuronRun {
  readonly from: number;
  readonly to: number;
  readonly neurons: readonly Neuron[];
}

/** Fewer are as quick as layers of their own, unless another number is asked for. */
export const LEAST_NEURONS = 8;

/** What must be known of a graph besides its nodes. */
export interface RunContext {
  /** Ids of the nodes that are read from outside. */
  readonly outputs: readonly string[];
  readonly shapeOf: (node: string) => ValueShape;
  /** Parameters of one run must be of one block: what is moved together. */
  readonly blockOf: (parameter: string) => object;
  /** Neurons of a run, at least. */
  readonly least: number;
}

/** @param nodes each after those that it reads */
export function neuronRuns(nodes: readonly GraphNode[], context: RunContext): NeuronRun[] {
  const finder = new NeuronFinder(nodes, context);
  const runs: NeuronRun[] = [];
  for (let from = 0; from < nodes.length;) {
    const neurons: Neuron[] = [];
    const functions = new Set<object>();
    const blocks = new Set<object>();
    let to = from;
    for (;;) {
      const neuron = finder.at(to);
      if (!neuron) break;
      for (const id of parametersOf(neuron.sum)) blocks.add(context.blockOf(id));
      if (blocks.size > 1) break;
      if (neuron.activation) functions.add(neuron.activation.activation);
      if (functions.size > MOST_FUNCTIONS) break;
      neurons.push(neuron);
      to += neuron.activation ? 2 : 1;
    }
    if (neurons.length >= Math.max(1, context.least)) runs.push({ from, to, neurons });
    from = Math.max(to, from + 1);
  }
  return runs;
}

class NeuronFinder {
  readonly #nodes: readonly GraphNode[];
  readonly #context: RunContext;
  readonly #readers: ReadonlyMap<string, number>;
  readonly #uses: ReadonlyMap<string, number>;

  constructor(nodes: readonly GraphNode[], context: RunContext) {
    this.#nodes = nodes;
    this.#context = context;
    this.#readers = readersOf(nodes, context.outputs);
    this.#uses = usesOf(nodes);
  }

  /** The neuron that starts at a node; null where none does that could be computed with others. */
  at(index: number): Neuron | null {
    const { shapeOf } = this.#context;
    const sum = this.#nodes[index];
    if (!sum || !isWeightedSum(sum) || sum.terms.length === 0) return null;
    const isSingle = isUnit(shapeOf(sum.id)) && sum.sources.every((source) => shapeOf(source).positions === 1);
    if (!isSingle || parametersOf(sum).some((id) => this.#uses.get(id) !== 1)) return null;
    const next = this.#nodes[index + 1];
    const isRead = next && isActivation(next) && next.sources[0] === sum.id && this.#readers.get(sum.id) === 1;
    return { sum, activation: isRead ? next : null };
  }
}

const isWeightedSum = (node: GraphNode): node is WeightedSumNode => node.op === 'weightedSum';
const isActivation = (node: GraphNode): node is ActivateNode => node.op === 'activate';
const isUnit = ({ positions, width, kind }: ValueShape): boolean => positions === 1 && width === 1 && kind === 'real';

const parametersOf = ({ terms, bias }: WeightedSumNode): string[] => [
  ...terms.map(({ weight }) => weight),
  ...(bias === null ? [] : [bias]),
];

/** How often each value is read. */
function readersOf(nodes: readonly GraphNode[], outputs: readonly string[]): Map<string, number> {
  const readers = new Map<string, number>();
  for (const id of [...nodes.flatMap(({ sources }) => sources), ...outputs])
    readers.set(id, (readers.get(id) ?? 0) + 1);
  return readers;
}

/** How many weighted sums use each parameter: a shared one gets its gradient from several nodes. */
function usesOf(nodes: readonly GraphNode[]): Map<string, number> {
  const uses = new Map<string, number>();
  for (const node of nodes) {
    if (!isWeightedSum(node)) continue;
    for (const id of parametersOf(node)) uses.set(id, (uses.get(id) ?? 0) + 1);
  }
  return uses;
}
