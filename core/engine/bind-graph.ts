/** Gives every node of a graph its tensors and collects its kernel calls, forward in order and backward in reverse. */
import { ShapeError } from '../tensor/shape.ts';
import type { Arena } from './arena.ts';
import type { Graph, GraphNode } from './graph.ts';
import type { KernelCall, Tensor } from './kernels/kernels.ts';
import { concatenate } from './ops/concatenate.ts';
import type { BoundOp, Gradients, GradientTarget, Value, ValueShape } from './ops/op.ts';
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
  readonly output: Value;
  /** The node whose op wrote it. */
  readonly outputId: string;
  readonly #surroundings: Surroundings;
  readonly #nodes: readonly GraphNode[];
  readonly #inputs: ReadonlySet<string>;
  readonly #bound = new Map<string, BoundOp>();
  /** Of views: the node whose memory they read. */
  readonly #origins = new Map<string, string>();
  readonly #gradients = new Map<string, Tensor>();
  readonly #writtenParameters = new Set<string>();

  constructor(graph: Graph, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const isJoined = graph.outputs.length > 1;
    this.#nodes = isJoined ? [...graph.nodes, concatenate(OUTPUTS, graph.outputs)] : graph.nodes;
    this.#inputs = new Set(graph.inputs);
    this.#nodes.forEach((node, index) => this.#bind(node, index));
    this.outputId = this.#originOf(isJoined ? OUTPUTS : graph.outputs[0]!);
    this.output = this.#value(isJoined ? OUTPUTS : graph.outputs[0]!);
    surroundings.arena.keepToTheEnd(this.output.tensor);
  }

  /** @param gradient dLoss/dOutput */
  backward(gradient: Tensor): KernelCall[] {
    this.#gradients.set(this.outputId, gradient);
    const calls: KernelCall[] = [];
    const recompute = this.#recompute();
    for (const node of [...this.#nodes].reverse()) {
      const result = this.#gradients.get(this.#originOf(node.id));
      if (!result || node.isView) continue;
      const targets: WrittenGradient[] = [];
      const own = recompute.withValues(this.#bound.get(node.id)!.backward(this.#gradientsFor(node, result, targets)));
      const from = calls.length;
      calls.push(...own);
      this.backwardChecks.push({ node: node.id, op: node.op, from, to: calls.length, targets });
    }
    return calls;
  }

  /** Knows what need not be kept from forward to backward. */
  #recompute(): Recompute {
    const { arena, keepsValues } = this.#surroundings;
    const recompute = new Recompute(arena);
    for (const { id, isCheap } of keepsValues ? [] : this.#nodes) {
      if (isCheap && id !== this.outputId) recompute.offer(this.#value(id).tensor, this.#bound.get(id)!.forward);
    }
    return recompute;
  }

  #bind(node: GraphNode, index: number): void {
    const { arena, blocks, largestBatch, keepsValues, randomKey } = this.#surroundings;
    const shape = node.shape({ value: (id) => this.#value(id), parameter: (id) => blocks.get(id).shape });
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

  #tensorFor({ id, sources, isView }: GraphNode, { positions, width, kind }: ValueShape): Tensor {
    if (isView) {
      this.#origins.set(id, this.#originOf(sources[0]!));
      return this.#value(sources[0]!).tensor;
    }
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
    const written = (of: string, tensor: Tensor, isPerExample: boolean, accumulates: boolean): GradientTarget => {
      targets.push({ of, tensor, isPerExample });
      return { tensor, accumulates };
    };
    return {
      result,
      largestBatch,
      value: (id) => {
        const origin = this.#originOf(id);
        const { positions, width, kind } = this.#value(origin);
        if (this.#inputs.has(origin) || kind === 'index') return null;
        const known = this.#gradients.get(origin);
        const tensor = known ?? arena.passing(`${origin}.gradient`, largestBatch * positions * width);
        this.#gradients.set(origin, tensor);
        return written(origin, tensor, true, known !== undefined);
      },
      parameter: (id) => {
        const accumulates = this.#writtenParameters.has(id);
        this.#writtenParameters.add(id);
        return written(id, blocks.gradientOf(id), false, accumulates);
      },
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
}
