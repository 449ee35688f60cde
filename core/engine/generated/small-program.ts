/** A small network's generated code, with the memory that it works on. */
import type { Context } from './context.ts';
import { STEPS_PER_CALL } from './memory-layout.ts';
import type { Settings } from './update-code.ts';

/** Updates to do: the s-th learns from rows order[starts[s]] ... order[ends[s] - 1] of the table. */
export interface SmallSteps {
  readonly count: number;
  readonly order: Uint32Array | Int32Array;
  readonly starts: Uint32Array | Int32Array;
  readonly ends: Uint32Array | Int32Array;
  /** Number of the first update, from 1. */
  readonly firstStep: number;
  /** The optimizer's. */
  readonly settings: Settings;
  /** One per step, where the learning rate changes; null = that of the settings. */
  readonly learningRates: Float64Array | null;
  /** What is to be done around each update; nothing unless said. */
  readonly around?: Around | null;
}

/** Does to gradients and values in place what the code has no instructions for, such as clipping. */
export interface Around {
  /** @returns false to stop ahead of the update */
  readonly beforeUpdate: () => boolean;
  /** null = nothing to do */
  readonly afterUpdate: (() => void) | null;
}

/** (steps, bytes between their numbers, whether no parameter is regularised, whether something is done around updates) -> steps done */
export type Train = (count: number, stride: number, isPlain: number, isAround: number) => number;

export class SmallProgram {
  /** Parameters, in the network's order; whoever writes them does so between two calls of `train`. */
  readonly values: Float64Array;
  /** Of the last step that was worked on. */
  readonly gradients: Float64Array;
  /** One per slot of the optimizer. */
  readonly slots: readonly Float64Array[];
  /** Bytes of the generated code. */
  readonly codeSize: number;
  readonly #context: Context;
  readonly #train: Train;
  readonly #doubled: Float64Array;
  readonly #losses: Float64Array;
  readonly #rowCounts: Int32Array;
  readonly #order: Int32Array;
  readonly #numbers: Float64Array;
  readonly #running: Running;

  constructor(context: Context, buffer: ArrayBuffer, train: Train, running: Running, codeSize: number) {
    const { layout, network } = context;
    const doubles = (start: number, length: number) => new Float64Array(buffer, start, length);
    this.codeSize = codeSize;
    this.#context = context;
    this.#train = train;
    this.#running = running;
    this.values = doubles(layout.values, network.parameterCount);
    this.gradients = doubles(layout.gradients, network.parameterCount);
    this.slots = layout.slots.map((start) => doubles(start, network.parameterCount));
    this.#doubled = doubles(layout.doubled, 2 * network.parameterCount);
    this.#losses = doubles(layout.losses, STEPS_PER_CALL);
    this.#numbers = doubles(layout.numbers, STEPS_PER_CALL * layout.numbersPerStep);
    this.#rowCounts = new Int32Array(buffer, layout.rowCounts, STEPS_PER_CALL);
    this.#order = new Int32Array(buffer, layout.order, layout.orderCapacity);
  }

  /**
   * Does up to `steps.count` updates and writes the loss of each step, as it was before its update, into `losses`.
   *
   * @returns how many were done: fewer when the loss or a gradient of the next is not finite. That one's update is not done;
   * its loss and its gradients are there.
   */
  train(steps: SmallSteps, losses: Float64Array): number {
    const { settings } = steps;
    const isRegularised = (settings['weightDecay'] ?? 0) !== 0 || (settings['l1'] ?? 0) !== 0;
    const isSteady = !steps.learningRates && !this.#context.update?.changes;
    if (isSteady) this.#writeNumbers(steps, 0, 0);
    const stride = isSteady ? 0 : this.#context.layout.numbersPerStep * 8;
    let done = 0;
    while (done < steps.count) {
      const count = this.#handOver(steps, done);
      if (!isSteady) for (let i = 0; i < count; i++) this.#writeNumbers(steps, done + i, i);
      this.#running.first = done;
      this.#running.steps = steps;
      // A gradient that was changed in between may be -0, which only the regularised update takes as the optimizer does.
      const isPlain = this.#spread() && !isRegularised && !steps.around;
      const made = this.#train(count, stride, isPlain ? 1 : 0, steps.around ? 1 : 0);
      losses.set(this.#losses.subarray(0, Math.min(count, made + 1)), done);
      done += made;
      if (made < count) break;
    }
    return done;
  }

  /** Doubles the values for the code. @returns whether all are finite */
  #spread(): boolean {
    let sum = 0;
    this.values.forEach((value, i) => {
      this.#doubled[2 * i] = value;
      this.#doubled[2 * i + 1] = value;
      sum += value;
    });
    return Number.isFinite(sum);
  }

  /** Hands over the rows of as many steps from `first` on as there is room for. @returns how many */
  #handOver({ order, starts, ends, count }: SmallSteps, first: number): number {
    const { largestBatch } = this.#context.network;
    const { tableRows } = this.#context.layout;
    let at = 0;
    let taken = 0;
    for (; taken < STEPS_PER_CALL && first + taken < count; taken++) {
      const start = starts[first + taken]!;
      const rows = ends[first + taken]! - start;
      if (!(rows >= 1 && rows <= largestBatch)) throw new RangeError(`internal: a batch of ${rows} rows`);
      if (at + rows > this.#order.length) break;
      for (let i = start; i < start + rows; i++) {
        const row = order[i]!;
        if (!(row >= 0 && row < tableRows)) throw new RangeError(`internal: the table has no row ${row}`);
        this.#order[at++] = row;
      }
      this.#rowCounts[taken] = rows;
    }
    return taken;
  }

  /** Writes the numbers of step `s` at place `i`. */
  #writeNumbers({ settings, learningRates, firstStep }: SmallSteps, s: number, i: number): void {
    const { update, layout } = this.#context;
    if (!update) return;
    const { learningRate = 0, weightDecay = 0, l1 = 0 } = settings;
    const at = i * layout.numbersPerStep;
    this.#numbers[at] = weightDecay;
    this.#numbers[at + 1] = l1;
    update.write(settings, learningRates?.[s] ?? learningRate, firstStep + s, this.#numbers, at + 2);
  }
}

/** What an update that is called has to know about the steps that run. */
export interface Running {
  steps: SmallSteps | null;
  /** The step that the code counts from. */
  first: number;
}
