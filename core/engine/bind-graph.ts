/** Gives every node of a graph its tensors and collects its kernel calls, forward in order and backward in reverse. */
import { ShapeError } from '../tensor/shape.ts';
import type { Arena } from './arena.ts';
import type { Graph, GraphNode } from './graph.ts';
import type { KernelCall, Tensor } from './kernels/kernels.ts';
import { NeuronLanes } from './neuron-lanes.ts';
import { neuronRuns, type NeuronRun } from './neuron-runs.ts';
import { concatenate } from './ops/concatenate.ts';
import type { BoundOp, Gradients, GradientTarget, Value, ValueShape } from './ops/op.ts';
import { SingleNeurons } from './ops/single-neurons.ts';
import type { ParameterBlocks } from './parameter-blocks.ts';
import { Recompute } from './recompute.ts';

/** What one node does in forward: calls `from` up to `to`, after which `tensor` holds its value. */
export interface ForwardCheck {
  readonly node: string;
  readonly op: string;
  readonly tensor: Tensor;
  readonly from: number;
  readonly to: number;
}

/** What one node does in backward, and which gradients it writes. */
export interface BackwardCheck {
  readonly node: string;
  readonly op: string;
  readonly from: number;
  readonly to: number;
  readonly targets: readonly WrittenGradient[];
}

/** A gradient of a value grows with the batch, one of a parameter does not. */
export interface WrittenGradient {
  /** Id of the value or the parameter. */
  readonly of: string;
  readonly tensor: Tensor;
  readonly isPerExample: boolean;
}

interface Surroundings {
  readonly arena: Arena;
  readonly blocks: ParameterBlocks;
  readonly largestBatch: number;
  readonly keepsValues: boolean;
  readonly randomKey: Tensor;
  /** How many neurons drawn one by one are computed together. */
  readonly leastNeurons: number;
}

/** Whole numbers that a tensor holds from the start. */
export interface FilledTable {
  readonly tensor: Tensor;
  readonly numbers: readonly number[];
}

/** All outputs side by side, where there are several. */
const OUTPUTS = '(outputs)';

export class BoundGraph {
  readonly values = new Map<string, Value>();
  /** By `node.name`. */
  readonly kept = new Map<string, Tensor>();
  readonly forward: KernelCall[] = [];
  readonly forwardChecks: ForwardCheck[] = [];
  readonly backwardChecks: BackwardCheck[] = [];
  readonly tables: FilledTable[] = [];
  readonly output: Value;
  /** The node whose op wrote it. */
  readonly outputId: string;
  readonly #surroundings: Surroundings;
  readonly #nodes: readonly GraphNode[];
  readonly #inputs: ReadonlySet<string>;
  readonly #shapes = new Map<string, ValueShape>();
  readonly #bound = new Map<string, BoundOp>();
  /** Neurons computed together, by the number of the run's last node. */
  readonly #joined = new Map<number, SingleNeurons>();
  readonly #lanes: NeuronLanes | null;
  /** Of views: the node whose memory they read. */
  readonly #origins = new Map<string, string>();
  readonly #gradients = new Map<string, Tensor>();
  readonly #writtenParameters = new Set<string>();

  constructor(graph: Graph, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const isJoined = graph.outputs.length > 1;
    this.#nodes = isJoined ? [...graph.nodes, concatenate(OUTPUTS, graph.outputs)] : graph.nodes;
    this.#inputs = new Set(graph.inputs);
    this.#nodes.forEach((node) => this.#shapes.set(node.id, this.#shapeOf(node)));
    const runs = this.#runs(graph.outputs);
    this.#lanes = this.#lanesFor([...runs.values()]);
    for (let index = 0; index < this.#nodes.length;) {
      const run = runs.get(index);
      if (run) this.#bindRun(run);
      else this.#bind(this.#nodes[index]!, index);
      index = run?.to ?? index + 1;
    }
    this.outputId = this.#originOf(isJoined ? OUTPUTS : graph.outputs[0]!);
    this.output = this.#value(isJoined ? OUTPUTS : graph.outputs[0]!);
    surroundings.arena.keepToTheEnd(this.output.tensor);
  }

  /** @param gradient dLoss/dOutput */
  backward(gradient: Tensor): KernelCall[] {
    this.#gradients.set(this.outputId, gradient);
    const calls: KernelCall[] = [];
    const recompute = this.#recompute();
    for (let index = this.#nodes.length - 1; index >= 0; index--) {
      const joined = this.#joined.get(index);
      if (joined) this.#backwardRun(joined, calls);
      const node = this.#nodes[index]!;
      const bound = this.#bound.get(node.id);
      const result = this.#gradients.get(this.#originOf(node.id));
      if (!bound || !result || node.isView) continue;
      const targets: WrittenGradient[] = [];
      const own = recompute.withValues(bound.backward(this.#gradientsFor(node, result, targets)));
      const from = calls.length;
      calls.push(...own);
      this.backwardChecks.push({ node: node.id, op: node.op, from, to: calls.length, targets });
    }
    return calls;
  }

  /** One run's backward, which counts as its first check's. */
  #backwardRun(joined: SingleNeurons, calls: KernelCall[]): void {
    const { blocks } = this.#surroundings;
    const own = joined.backward({
      known: (id) => this.#gradients.get(id),
      keep: (id, tensor) => this.#gradients.set(id, tensor),
      value: (id) => this.#gradientOfValue(id),
      parameter: (id) => this.#gradientOfParameter(id, blocks),
    });
    let from = calls.length;
    calls.push(...own.calls);
    for (const trace of own.traces) {
      this.backwardChecks.push({ ...trace, from, to: calls.length });
      from = calls.length;
    }
  }

  /** Knows what need not be kept from forward to backward. */
  #recompute(): Recompute {
    const { arena, keepsValues } = this.#surroundings;
    const recompute = new Recompute(arena);
    for (const { id, isCheap } of keepsValues ? [] : this.#nodes) {
      const bound = this.#bound.get(id);
      if (bound && isCheap && id !== this.outputId) recompute.offer(this.#value(id).tensor, bound.forward);
    }
    return recompute;
  }

  #bind(node: GraphNode, index: number): void {
    const { arena, blocks, largestBatch, keepsValues, randomKey } = this.#surroundings;
    const shape = this.#shapes.get(node.id)!;
    const result: Value = { ...shape, tensor: this.#tensorFor(node, shape) };
    this.values.set(node.id, result);
    if (keepsValues && !node.isView) arena.keepToTheEnd(result.tensor);
    const bound = node.bind({
      result,
      value: (id) => this.#value(id),
      parameter: (id) => blocks.get(id),
      keep: (name, entries) => {
        const tensor = arena.passing(`${node.id}.${name}`, entries * largestBatch);
        if (keepsValues) arena.keepToTheEnd(tensor);
        this.kept.set(tensor.name, tensor);
        return tensor;
      },
      remember: (name, entries) => {
        const tensor = arena.lasting(`${node.id}.${name}`, entries * largestBatch);
        this.kept.set(tensor.name, tensor);
        return tensor;
      },
      randomKey,
      salt: Math.imul(index + 1, 0x27d4eb2f),
    });
    this.#bound.set(node.id, bound);
    const from = this.forward.length;
    this.forward.push(...bound.forward);
    this.forwardChecks.push({ node: node.id, op: node.op, tensor: result.tensor, from, to: this.forward.length });
  }

  #runs(outputs: readonly string[]): Map<number, NeuronRun> {
    const { blocks, leastNeurons: least } = this.#surroundings;
    const shapeOf = (id: string): ValueShape => this.#shapes.get(id)!;
    const blockOf = (id: string): object => blocks.placeOf(id).values;
    return new Map(neuronRuns(this.#nodes, { outputs, shapeOf, blockOf, least }).map((run) => [run.from, run]));
  }

  #lanesFor(runs: readonly NeuronRun[]): NeuronLanes | null {
    if (runs.length === 0) return null;
    const { arena, largestBatch } = this.#surroundings;
    return new NeuronLanes(runs, this.#inputs, (id) => this.#shapes.get(id)!, arena, largestBatch);
  }

  #bindRun(run: NeuronRun): void {
    const { arena, blocks } = this.#surroundings;
    const lanes = this.#lanes!;
    const nodes = this.#nodes.slice(run.from, run.to);
    for (const { id } of nodes) this.values.set(id, { ...this.#shapes.get(id)!, tensor: lanes.valueOf(id)! });
    const joined = new SingleNeurons(run, {
      lanes,
      value: (id) => this.#value(id),
      isInput: (id) => this.#inputs.has(id),
      placeOf: (id) => blocks.placeOf(id),
      table: (name, numbers) => {
        const tensor = arena.lasting(name, numbers.length, 'index');
        this.tables.push({ tensor, numbers });
        return tensor;
      },
    });
    this.#joined.set(run.to - 1, joined);
    let from = this.forward.length;
    this.forward.push(...joined.forward);
    const to = this.forward.length;
    for (const { id, op } of nodes) {
      this.forwardChecks.push({ node: id, op, tensor: lanes.valueOf(id)!, from, to });
      from = to; // the first one has computed all
    }
  }

  #shapeOf(node: GraphNode): ValueShape {
    const { blocks } = this.#surroundings;
    return node.shape({
      value: (id) => {
        const shape = this.#shapes.get(id);
        if (!shape) throw new ShapeError(`internal: "${id}" is read before it is computed`);
        return shape;
      },
      parameter: (id) => blocks.get(id).shape,
    });
  }

  #tensorFor({ id, sources, isView }: GraphNode, { positions, width, kind }: ValueShape): Tensor {
    if (isView) {
      this.#origins.set(id, this.#originOf(sources[0]!));
      return this.#value(sources[0]!).tensor;
    }
    const lane = this.#lanes?.valueOf(id);
    if (lane) return lane;
    const { arena, largestBatch } = this.#surroundings;
    const length = largestBatch * positions * width;
    if (this.#inputs.has(id)) return arena.lasting(id, length, kind);
    return arena.passing(`${id}.value`, length, kind);
  }

  #value(id: string): Value {
    const value = this.values.get(id);
    if (!value) throw new ShapeError(`internal: "${id}" is read before it is computed`);
    return value;
  }

  /** The node whose memory a view reads. */
  #originOf(id: string): string {
    return this.#origins.get(id) ?? id;
  }

  #gradientsFor(node: GraphNode, result: Tensor, targets: WrittenGradient[]): Gradients {
    const { arena, blocks, largestBatch } = this.#surroundings;
    const written = (of: string, target: GradientTarget, isPerExample: boolean): GradientTarget => {
      targets.push({ of, tensor: target.tensor, isPerExample });
      return target;
    };
    return {
      result,
      largestBatch,
      value: (id) => {
        const target = this.#gradientOfValue(id);
        return target && written(this.#originOf(id), target, true);
      },
      parameter: (id) => written(id, this.#gradientOfParameter(id, blocks), false),
      pass: (id) => {
        const origin = this.#originOf(id);
        if (this.#inputs.has(origin)) return true;
        if (this.#gradients.has(origin)) return false;
        this.#gradients.set(origin, result);
        targets.push({ of: origin, tensor: result, isPerExample: true });
        return true;
      },
      scratch: (name, entries) => arena.passing(`${node.id}.backward.${name}`, entries),
    };
  }

  #gradientOfValue(id: string): GradientTarget | null {
    const { arena, largestBatch } = this.#surroundings;
    const origin = this.#originOf(id);
    const { positions, width, kind } = this.#value(origin);
    if (this.#inputs.has(origin) || kind === 'index') return null;
    const known = this.#gradients.get(origin);
    const isLane = this.#lanes?.startOf(origin) !== undefined;
    const make = (): Tensor =>
      isLane ? this.#lanes.gradientOf(origin) : arena.passing(`${origin}.gradient`, largestBatch * positions * width);
    const tensor = known ?? make();
    this.#gradients.set(origin, tensor);
    return { tensor, accumulates: known !== undefined };
  }

  #gradientOfParameter(id: string, blocks: ParameterBlocks): GradientTarget {
    const accumulates = this.#writtenParameters.has(id);
    this.#writtenParameters.add(id);
    return { tensor: blocks.gradientOf(id), accumulates };
  }
}
