/** The loss of a language model on some of its held-out text, again and again with other parameters: always the same windows. */
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import { IGNORED } from '../engine/kernels/reference/class-cross-entropy.ts';
import { Plan } from '../engine/plan.ts';
import type { InTurns } from '../training/retrace.ts';
import { TextWriter } from '../training/text-windows.ts';
import { withoutParts, type Part } from './ablation.ts';
import { atShare } from './at-share.ts';

/** Tokens of one turn, and of the whole sample. */
const TOKENS_AT_ONCE = 256;
const MOST_TOKENS = 4096;
const MOST_WINDOWS = 128;
/** Hides the same tokens of a masked model every time. */
const KEY = 0x2545f491;

export class HeldOutSample {
  readonly windows: number;
  /** False where nothing is held out: then it is text that was learned. */
  readonly isHeldOut: boolean;
  readonly #network: Network;
  readonly #plan: Plan;
  readonly #writer: TextWriter;
  readonly #rows: Uint32Array;
  readonly #positions: number;

  /** @param data with windows, as a trainer has it */
  constructor(network: Network, data: PreparedData, kernels: KernelSet) {
    const { context, outputPositions } = network.text!;
    const { validationRows, trainingRows, text } = data;
    this.isHeldOut = validationRows.length > 0;
    this.#network = network;
    this.#rows = this.isHeldOut ? validationRows : trainingRows;
    this.#positions = outputPositions;
    const most = Math.min(MOST_WINDOWS, Math.ceil(MOST_TOKENS / context));
    this.windows = Math.min(this.#rows.length, most);
    this.#writer = new TextWriter(text!, network.text!);
    const largestBatch = Math.max(1, Math.min(this.windows, Math.floor(TOKENS_AT_ONCE / context)));
    const objective = { kind: 'classes' } as const;
    this.#plan = new Plan(network.graph, { largestBatch, kernels, objective, keepsValues: false });
  }

  /** Mean loss per guessed token, in nats. Yields the share that is done. */
  *loss(parameters: Table<Float64Array>): InTurns<number> {
    this.#plan.setParameters(parameters);
    yield 0;
    let total = 0;
    let guessed = 0;
    for (let start = 0; start < this.windows; start += this.#plan.largestBatch) {
      const size = Math.min(this.#plan.largestBatch, this.windows - start);
      const rowAt = (i: number): number => this.#rows[Math.floor(((start + i) * this.#rows.length) / this.windows)]!;
      this.#writer.write(this.#plan, size, rowAt, KEY);
      const count = this.#countGuessed(size * this.#positions);
      // An op at a time: 256 tokens of ten million parameters take a second.
      yield* atShare(this.#plan.forwardInTurns(), start / this.windows);
      this.#plan.run('loss');
      total += this.#plan.loss * count;
      guessed += count;
      yield (start + size) / this.windows;
    }
    return total / guessed;
  }

  /** The loss with nothing more than `off` switched off, and with each of `parts` switched off besides. */
  *withoutEach(
    parameters: Table<Float64Array>,
    off: readonly Part[],
    parts: readonly Part[],
  ): InTurns<{ readonly loss: number; readonly losses: Float64Array }> {
    const losses = new Float64Array(parts.length);
    const share = 1 / (parts.length + 1);
    const now = withoutParts(this.#network, parameters, off);
    const loss = yield* scaled(this.loss(now), 0, share);
    for (const [i, part] of parts.entries()) {
      const without = withoutParts(this.#network, now, [part]);
      losses[i] = yield* scaled(this.loss(without), (i + 1) * share, share);
    }
    return { loss, losses };
  }

  #countGuessed(rows: number): number {
    const { targets } = this.#plan;
    let count = 0;
    for (let row = 0; row < rows; row++) if (targets[row] !== IGNORED) count++;
    return count;
  }
}

/** A part of longer work, as its share of the whole. */
function* scaled<Result>(work: InTurns<Result>, from: number, share: number): InTurns<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    yield from + value * share;
  }
}
