/**
 * A graph made ready to run: forward, loss, backward and update as one flat list of kernel calls over tensors laid out once
 * in one block of memory. Running allocates nothing.
 */
import type { Reals } from '../tensor/reals.ts';
import { Arena } from './arena.ts';
import { BoundGraph } from './bind-graph.ts';
import type { Graph } from './graph.ts';
import { viewOf, type KernelCall, type KernelSet, type Memory, type Program, type Tensor } from './kernels/kernels.ts';
import { portable64 } from './kernels/portable.ts';
import * as updates from './kernels/reference/update.ts';
import { LEAST_NEURONS } from './neuron-runs.ts';
import { bindObjective, type BoundObjective, type Objective } from './objective.ts';
import { ParameterBlocks, type PlanBlock, type PlanParameter } from './parameter-blocks.ts';
import { next, stages, startsOf, type Stage } from './stages.ts';

export interface PlanOptions {
  /** Examples in the largest batch. */
  readonly largestBatch: number;
  /** portable float64 unless said */
  readonly kernels?: KernelSet;
  /** What to measure the outputs by; without one the plan only computes forward. */
  readonly objective?: Objective;
  /** How to move the parameters; without it the plan has no backward pass. */
  readonly learning?: Learning;
  /** Whether every node's value can be read after forward (yes unless said), or memory is shared where it can be. */
  readonly keepsValues?: boolean;
  /** How many neurons drawn one by one, side by side, are computed together; Infinity: none are. */
  readonly leastNeurons?: number;
}

export interface Learning {
  /** Names of the arrays that the optimizer keeps per parameter. */
  readonly slots: readonly string[];
  readonly rule: updates.UpdateRule;
  /** Entries of parameters that must not move: 0 in a parameter's array. */
  readonly held?: Readonly<Record<string, Uint8Array>>;
}

/** What one node has just computed. */
export interface Traced {
  /** Id of the node whose op made it. */
  readonly node: string;
  readonly op: string;
  /** Of which value, and whether it is that value or the loss's gradient with respect to it. */
  readonly of: string;
  readonly kind: 'value' | 'gradient';
  /** Live, of the examples in work: copy what is to outlast the call. */
  readonly values: Reals | Int32Array;
}

export class Plan {
  readonly largestBatch: number;
  readonly inputCount: number;
  readonly outputCount: number;
  /** Bytes of everything: values, gradients, parameters, optimizer state. */
  readonly bytes: number;
  readonly kernels: KernelSet;
  /** In the graph's order. */
  readonly parameters: ReadonlyMap<string, PlanParameter>;
  /** The same numbers, block by block. */
  readonly blocks: readonly PlanBlock[];
  /** One number per place of `scalarPlaces`: what the step's update needs. */
  readonly scalars: Reals;
  readonly #memory: Memory;
  readonly #program: Program;
  readonly #starts: Readonly<Record<Stage | 'end', number>>;
  readonly #bound: BoundGraph;
  readonly #objective: BoundObjective | null;
  readonly #squares: Tensor;
  readonly #sizes: Tensor;
  readonly #views = new Map<Tensor, Reals | Int32Array>();
  readonly #inputs: readonly InputPlace[];
  readonly #randomKey: Int32Array;
  #examples = 0;

  /** @throws ShapeError when the graph's operands do not fit together */
  constructor(graph: Graph, options: PlanOptions) {
    const { largestBatch, kernels = portable64, objective, learning } = options;
    const { keepsValues = true, leastNeurons = LEAST_NEURONS } = options;
    this.largestBatch = largestBatch;
    this.kernels = kernels;
    const arena = new Arena(kernels.precision);
    const blocks = new ParameterBlocks(graph.parameters, arena, learning);
    const randomKey = arena.lasting('random key', 2, 'index');
    const bound = new BoundGraph(graph, { arena, blocks, largestBatch, keepsValues, randomKey, leastNeurons });
    const goal = objective ? bindObjective(objective, bound.output, arena, largestBatch) : null;
    const backward = learning && goal ? bound.backward(goal.gradient) : [];
    const scalars = arena.lasting('scalars', updates.SCALAR_COUNT);
    this.#squares = arena.lasting('squares', blocks.squareSums);
    this.#sizes = arena.lasting('sizes', blocks.squareSums);
    const lists: Record<Stage, readonly KernelCall[]> = {
      forward: bound.forward,
      loss: goal?.lossCalls(Boolean(learning)) ?? [],
      backward: [...(learning && goal ? goal.gradientCalls() : []), ...backward],
      squares: blocks.squares(this.#squares),
      sizes: learning ? blocks.sizes(this.#sizes) : [],
      scale: blocks.scale(scalars),
      update: learning ? blocks.update(learning.rule, scalars) : [],
    };
    const calls = stages.flatMap((stage) => lists[stage]);
    this.bytes = arena.layOut(calls);
    this.#memory = kernels.allocate(this.bytes);
    this.#bound = bound;
    this.#objective = goal;

    for (const { tensor, numbers } of bound.tables) this.#view(tensor).set(numbers);
    this.parameters = blocks.views(
      (tensor) => this.#view(tensor) as Reals,
      (tensor) => this.#view(tensor) as Int32Array,
    );
    this.blocks = blocks.wholes((tensor) => this.#view(tensor) as Reals);
    this.scalars = this.#view(scalars) as Reals;
    this.#randomKey = this.#view(randomKey) as Int32Array;
    this.#program = kernels.prepare(calls, this.#memory);
    this.#starts = startsOf(lists);
    this.#inputs = graph.inputs.map((id) => this.#inputPlace(id));
    this.inputCount = this.#inputs.reduce((sum, { columns }) => sum + columns, 0);
    this.outputCount = bound.output.positions * bound.output.width;
    this.setExamples(largestBatch);
  }

  has(node: string): boolean {
    return this.#bound.values.has(node);
  }

  /** A node's value after `forward`: [largestBatch, positions, width]. */
  dataOf(node: string): Reals {
    return this.#view(this.#valueTensor(node)) as Reals;
  }

  /** Where whoever runs the plan writes the ids of an id input: [largestBatch, positions]. */
  idsOf(node: string): Int32Array {
    const view = this.#view(this.#valueTensor(node));
    if (view instanceof Int32Array) return view;
    throw new Error(`internal: "${node}" takes real numbers, not ids`);
  }

  /** A tensor that a node keeps for backward, such as the weights of an attention. */
  keptOf(node: string, name: string): Reals {
    const tensor = this.#bound.kept.get(`${node}.${name}`);
    if (!tensor) throw new Error(`internal: "${node}" keeps no ${name}`);
    return this.#view(tensor) as Reals;
  }

  /** Where the targets go: [largestBatch, positions, width], or one class per row. */
  get targets(): Reals | Int32Array {
    return this.#view(this.#goal.targets);
  }

  /** After the loss stage. */
  get loss(): number {
    return this.#view(this.#goal.loss)[0]!;
  }

  /** Writes values into the plan's own parameter tensors; what a mask leaves out becomes 0. */
  setParameters(parameters: Readonly<Record<string, Reals>>): void {
    for (const [id, { data }] of this.parameters) {
      const values = parameters[id];
      if (values?.length !== data.length) {
        throw new RangeError(`internal: parameter ${id} has ${values?.length ?? 'no'} values, not ${data.length}`);
      }
      data.set(values);
    }
    for (const { data, mask } of this.parameters.values()) {
      if (mask) for (let i = 0; i < mask.length; i++) if (mask[i] === 0) data[i] = 0;
    }
  }

  /** Spreads examples of [inputCount] numbers over the input nodes. */
  setInputs(inputs: Reals, examples: number, firstExample = 0): void {
    for (let example = 0; example < examples; example++) {
      this.setInput(inputs, (firstExample + example) * this.inputCount, example);
    }
  }

  /** How many examples the next stages compute. */
  setExamples(count: number): void {
    if (count === this.#examples) return;
    if (count > this.largestBatch) {
      throw new RangeError(`internal: ${count} rows do not fit a plan of ${this.largestBatch}`);
    }
    this.#examples = count;
    this.#program.setExamples(count);
  }

  /** For ops that need chance, such as dropout: the step's key, or null for none, as in evaluation. */
  setRandomKey(key: number | null): void {
    this.#randomKey[0] = key ?? 0;
    this.#randomKey[1] = key === null ? 0 : 1;
  }

  run(stage: Stage): void {
    this.#program.run(this.#starts[stage], this.#starts[next(stage)]);
  }

  /** Every stage from `first` up to and including `last`, without coming back in between. */
  runThrough(first: Stage, last: Stage): void {
    this.#program.run(this.#starts[first], this.#starts[next(last)]);
  }

  /** The forward stage op by op: each `yield` is a place to do something else. */
  *forwardInTurns(): Generator<void, void, void> {
    for (const { from, to } of this.#bound.forwardChecks) {
      if (from === to) continue;
      this.#program.run(from, to);
      yield;
    }
  }

  /** The backward stage call by call, after the loss; the same numbers as in one go. */
  *backwardInTurns(): Generator<void, void, void> {
    for (let call = this.#starts.backward; call < this.#starts.squares; call++) {
      this.#program.run(call, call + 1);
      yield;
    }
  }

  /** Sum of the squares of all gradients, after the squares stage; its root is the gradient's norm. */
  get gradientSquares(): number {
    return total(this.#view(this.#squares) as Reals);
  }

  /** Sum of the squares of all parameters, after the sizes stage. */
  get parameterSquares(): number {
    return total(this.#view(this.#sizes) as Reals);
  }

  /** Brings one example of [inputCount] numbers to the input nodes, as number `example` of the batch. */
  setInput(values: Reals, from: number, example: number): void {
    let at = from;
    for (const { view, columns } of this.#inputs) {
      const to = example * columns;
      for (let i = 0; i < columns; i++) view[to + i] = values[at + i]!;
      at += columns;
    }
  }

  /** Gathers the outputs into examples of [outputCount]. */
  readOutputs(into: Reals, examples: number): void {
    const data = this.#view(this.#bound.output.tensor) as Reals;
    for (let i = 0; i < examples * this.outputCount; i++) into[i] = data[i]!;
  }

  /**
   * Runs the step up to `last` again, op by op, and shows each value and gradient as soon as it has been written: the inner
   * ones share memory, so that afterwards they are gone. A gradient that several nodes add to is shown after each of them; the
   * last time it is whole. With parameters and data as they were, all numbers are those of the step, bit for bit.
   *
   * @param visit returns true to stop
   */
  retrace(last: 'forward' | 'loss' | 'backward', visit: (traced: Traced) => boolean): void {
    for (const { node, op, tensor, from, to } of this.#bound.forwardChecks) {
      this.#program.run(from, to);
      if (visit({ node, op, of: node, kind: 'value', values: this.#used(tensor, true) })) return;
    }
    if (last === 'forward') return;
    this.run('loss');
    const loss = this.#used(this.#goal.loss, false).subarray(0, 1);
    if (visit({ node: 'loss', op: 'loss', of: 'loss', kind: 'value', values: loss }) || last === 'loss') return;
    const { backward } = this.#starts;
    const nodes = backward + this.#goal.gradientCalls().length;
    this.#program.run(backward, nodes);
    const output = {
      of: this.#bound.outputId,
      kind: 'gradient',
      values: this.#used(this.#goal.gradient, true),
    } as const;
    if (visit({ node: 'loss', op: 'loss', ...output })) return;
    for (const { node, op, from, to, targets } of this.#bound.backwardChecks) {
      this.#program.run(nodes + from, nodes + to);
      for (const { of, tensor, isPerExample } of targets) {
        if (visit({ node, op, of, kind: 'gradient', values: this.#used(tensor, isPerExample) })) return;
      }
    }
  }

  /** The part of a tensor that the examples in work fill. */
  #used(tensor: Tensor, isPerExample: boolean): Reals | Int32Array {
    const view = this.#view(tensor);
    return isPerExample ? view.subarray(0, (tensor.length / this.largestBatch) * this.#examples) : view;
  }

  get #goal(): BoundObjective {
    if (!this.#objective) throw new Error('internal: this plan measures no loss');
    return this.#objective;
  }

  #valueTensor(node: string): Tensor {
    const value = this.#bound.values.get(node);
    if (!value) throw new Error(`internal: "${node}" is not part of this plan`);
    return value.tensor;
  }

  #inputPlace(id: string): InputPlace {
    const value = this.#bound.values.get(id);
    if (!value) throw new Error(`internal: "${id}" is not part of this plan`);
    return { view: this.#view(value.tensor), columns: value.positions * value.width };
  }

  #view(tensor: Tensor): Reals | Int32Array {
    const known = this.#views.get(tensor);
    if (known) return known;
    const view = viewOf(this.#memory, tensor, this.kernels.precision);
    this.#views.set(tensor, view);
    return view;
  }
}

function total(sums: Reals): number {
  let sum = 0;
  for (let i = 0; i < sums.length; i++) sum += sums[i]!;
  return sum;
}

interface InputPlace {
  readonly view: Reals | Int32Array;
  /** Numbers of one example. */
  readonly columns: number;
}
