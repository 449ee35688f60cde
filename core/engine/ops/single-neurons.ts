/**
 * A run of neurons drawn one by one, computed by one kernel call forward and two backward instead of some per edge. The graph
 * stays as it is: each node has its value and its gradient where others look for them, and in float64 the very bits that it
 * would have by itself, since everything is added in the same order.
 */
import type { KernelCall, Tensor } from '../kernels/kernels.ts';
import { fromLanes, toLanes } from '../kernels/reference/lanes.ts';
import * as kernels from '../kernels/reference/neurons.ts';
import type { NeuronLanes } from '../neuron-lanes.ts';
import type { Neuron, NeuronRun } from '../neuron-runs.ts';
import type { PlaceInBlock } from '../parameter-blocks.ts';
import { EXAMPLES, type GradientTarget, type Value } from './op.ts';

/** What the graph around a run gives. */
export interface NeuronSurroundings {
  readonly lanes: NeuronLanes;
  readonly value: (node: string) => Value;
  readonly isInput: (node: string) => boolean;
  readonly placeOf: (parameter: string) => PlaceInBlock;
  /** An index tensor that holds these numbers. */
  readonly table: (name: string, numbers: readonly number[]) => Tensor;
}

/** What the graph gives on the way back. */
export interface NeuronGradients {
  /** The gradient that nodes after the run have given a value so far. */
  readonly known: (node: string) => Tensor | undefined;
  /** Says where a value's gradient is, for nodes before the run. */
  readonly keep: (node: string, tensor: Tensor) => void;
  /** Where the gradient of a value outside all lanes goes; null where none is needed. */
  readonly value: (node: string) => GradientTarget | null;
  readonly parameter: (id: string) => GradientTarget;
}

/** What backward wrote, as if node by node. */
export interface NeuronTrace {
  readonly node: string;
  readonly op: string;
  readonly targets: readonly { readonly of: string; readonly tensor: Tensor; readonly isPerExample: boolean }[];
}

/** A lane, by the entry at which it starts, and the place of the weight that it is multiplied by. */
interface Edge {
  readonly lane: number;
  readonly place: number;
}

/** A neuron with everything found; -1 = none. */
interface Placed {
  readonly neuron: Neuron;
  /** Id of its value. */
  readonly id: string;
  readonly z: number;
  readonly a: number;
  readonly bias: number;
  readonly edges: readonly Edge[];
  /** Number of its first edge among those of the run. */
  readonly firstEdge: number;
}

const NO_ACTIVATION = [-1, -1, -1, -1];

export class SingleNeurons {
  readonly forward: readonly KernelCall[];
  readonly #around: NeuronSurroundings;
  /** Where the lanes of values start that are copied, by node. */
  readonly #copies: ReadonlyMap<string, number>;
  readonly #placed: readonly Placed[];
  readonly #tensors: kernels.NeuronTensors;
  readonly #edges: Tensor;

  constructor(run: NeuronRun, around: NeuronSurroundings) {
    const { lanes } = around;
    const { neurons } = run;
    const [first] = neurons;
    this.#around = around;
    this.#copies = lanes.copiesOf(run);
    this.#placed = this.#place(neurons);
    const functions = [...new Set(neurons.flatMap(({ activation }) => (activation ? [activation.activation] : [])))];
    const parameters = around.placeOf(first!.sum.terms[0]!.weight).values;
    this.#tensors = { values: lanes.values, parameters, functions };
    const edges = this.#placed.flatMap((placed) => placed.edges.flatMap(({ lane, place }) => [lane, place]));
    this.#edges = around.table(`${first!.sum.id}.edges`, edges);
    const rows = this.#placed.flatMap(({ neuron, z, a, bias, edges: own, firstEdge }) => [
      ...[z, a, bias, firstEdge + own.length],
      neuron.activation ? functions.indexOf(neuron.activation.activation) : -1,
    ]);
    const copying = [...this.#copies].map(([source, start]) => {
      const { tensor, width } = around.value(source);
      return toLanes(tensor, EXAMPLES, width, lanes.block(lanes.values, start));
    });
    const table = around.table(`${first!.sum.id}.neurons`, rows);
    this.forward = [...copying, kernels.neurons(this.#tensors, table, this.#edges)];
  }

  /** Gradients of all that the run computes and reads. @throws Error when another node has written one of its parameters' */
  backward(gradients: NeuronGradients): { calls: KernelCall[]; traces: NeuronTrace[] } {
    const { lanes, table } = this.#around;
    const { functions } = this.#tensors;
    const before: KernelCall[] = [];
    const after: KernelCall[] = [];
    const pulls = new Pulls();
    const learners: number[] = [];
    const traces: NeuronTrace[] = [];

    /** @returns whether the value has a gradient: from nodes after the run, or from neurons in it */
    const pullLane = (id: string, activation: readonly number[]): boolean => {
      const start = lanes.startOf(id)!;
      const own = lanes.gradientOf(id);
      const known = gradients.known(id);
      if (known && known !== own) before.push(toLanes(known, EXAMPLES, 1, lanes.block(lanes.gradients, start)));
      const reader = pulls.lastReader(start);
      if (!known && reader === null) return false;
      pulls.add(start, !known, activation);
      gradients.keep(id, own);
      if (reader !== null) traces.push(weightedSumTrace(reader, [{ of: id, tensor: own, isPerExample: true }]));
      return true;
    };

    for (const { neuron, id, z, a, bias, edges, firstEdge } of [...this.#placed].reverse()) {
      const { sum, activation } = neuron;
      if (!pullLane(id, activation ? [z, a, z, functions.indexOf(activation.activation)] : NO_ACTIVATION)) continue;
      if (activation) {
        const tensor = lanes.gradientOf(sum.id);
        gradients.keep(sum.id, tensor);
        traces.push({ node: activation.id, op: 'activate', targets: [{ of: sum.id, tensor, isPerExample: true }] });
      }
      learners.push(z, bias, firstEdge, firstEdge + edges.length);
      for (const { lane, place } of edges) pulls.read(lane, { lane: z, place }, sum.id);
      traces.push(weightedSumTrace(sum.id, this.#parameterTargets(neuron, gradients)));
    }
    for (const id of this.#earlierLanes()) pullLane(id, NO_ACTIVATION);
    for (const [source, start] of this.#copies) {
      const { width } = this.#around.value(source);
      const starts = Array.from({ length: width }, (_, i) => start + i * lanes.distance);
      const reader = starts.map((lane) => pulls.lastReader(lane)).find((found) => found !== null);
      const target = reader === undefined ? null : gradients.value(source);
      if (!target) continue;
      const { tensor, accumulates } = target;
      const block = lanes.block(lanes.gradients, start);
      if (accumulates) before.push(toLanes(tensor, EXAMPLES, width, block));
      for (const lane of starts) pulls.add(lane, !accumulates, NO_ACTIVATION);
      after.push(fromLanes(block, tensor, EXAMPLES, width));
      traces.push(weightedSumTrace(reader!, [{ of: source, tensor, isPerExample: true }]));
    }
    if (learners.length === 0) return { calls: [], traces };
    const name = this.#placed[0]!.neuron.sum.id;
    const calls = [
      ...before,
      kernels.neuronsGradient(
        this.#tensors,
        lanes.gradients,
        table(`${name}.pulls`, pulls.rows),
        table(`${name}.readers`, pulls.readers),
      ),
      ...after,
      kernels.neuronsParameterGradient(
        lanes.gradients,
        lanes.values,
        this.#around.placeOf(this.#placed[0]!.neuron.sum.terms[0]!.weight).gradient!,
        table(`${name}.learners`, learners),
        this.#edges,
      ),
    ];
    return { calls, traces };
  }

  #place(neurons: readonly Neuron[]): Placed[] {
    const { lanes, placeOf } = this.#around;
    let firstEdge = 0;
    return neurons.map((neuron) => {
      const { sum, activation } = neuron;
      const edges = sum.terms.flatMap(({ source, weight }) => this.#edgesOf(source, weight));
      const placed: Placed = {
        neuron,
        id: (activation ?? sum).id,
        z: lanes.startOf(sum.id)!,
        a: activation ? lanes.startOf(activation.id)! : -1,
        bias: sum.bias === null ? -1 : placeOf(sum.bias).entry,
        edges,
        firstEdge,
      };
      firstEdge += edges.length;
      return placed;
    });
  }

  /** One for each unit of the source; undrawn ones add nothing. */
  #edgesOf(source: string, weight: string): Edge[] {
    const { lanes, placeOf, value } = this.#around;
    const start = lanes.startOf(source) ?? this.#copies.get(source)!;
    const { entry, mask } = placeOf(weight);
    return Array.from({ length: value(source).width }, (_, i) => ({
      lane: start + i * lanes.distance,
      place: entry + i,
    })).filter((_, i) => mask?.[i] !== 0);
  }

  /** Lanes of other runs that this one reads. */
  #earlierLanes(): Set<string> {
    const { lanes, isInput } = this.#around;
    const own = new Set(this.#placed.map(({ id }) => id));
    const sources = this.#placed.flatMap(({ neuron }) => neuron.sum.sources);
    return new Set(sources.filter((id) => lanes.startOf(id) !== undefined && !own.has(id) && !isInput(id)));
  }

  #parameterTargets({ sum }: Neuron, gradients: NeuronGradients): NeuronTrace['targets'] {
    const ids = [...sum.terms.map(({ weight }) => weight), ...(sum.bias === null ? [] : [sum.bias])];
    return ids.map((of) => {
      const { tensor, accumulates } = gradients.parameter(of);
      if (accumulates) throw new Error(`internal: parameter "${of}" belongs to a single neuron and to another node`);
      return { of, tensor, isPerExample: false };
    });
  }
}

const weightedSumTrace = (node: string, targets: NeuronTrace['targets']): NeuronTrace => ({
  node,
  op: 'weightedSum',
  targets,
});

/** The two tables of the gradient kernel while they are written, last value first. */
class Pulls {
  readonly rows: number[] = [];
  readonly readers: number[] = [];
  readonly #waiting = new Map<number, { readonly edges: Edge[]; last: string }>();

  /** Notes that a neuron reads a lane, through a weight. */
  read(lane: number, edge: Edge, neuron: string): void {
    const known = this.#waiting.get(lane);
    if (!known) {
      this.#waiting.set(lane, { edges: [edge], last: neuron });
      return;
    }
    known.edges.push(edge);
    known.last = neuron;
  }

  /** The last neuron that adds to the lane's gradient; null for none. */
  lastReader(lane: number): string | null {
    return this.#waiting.get(lane)?.last ?? null;
  }

  /** @param begins whether nothing has been added to its gradient before */
  add(lane: number, begins: boolean, activation: readonly number[]): void {
    for (const edge of this.#waiting.get(lane)?.edges ?? []) this.readers.push(edge.lane, edge.place);
    this.rows.push(lane, begins ? 1 : 0, this.readers.length / kernels.EDGE_WORDS, ...activation);
  }
}
