/**
 * Which windows of a running text come next: any, each time anew, as in nanoGPT. What is used up is counted, so that an epoch is
 * as many tokens as the text has.
 */
import { Random } from '../tensor/random.ts';
import type { EpochPlace, ExampleOrder } from './batches.ts';

/** Keeps the windows apart from the starting values, which come from the same seed. */
const WINDOW_STREAM = 0x2c1b3c6d;

export class RandomWindows implements ExampleOrder {
  readonly #count: number;
  readonly #perEpoch: number;
  #random: Random;
  #epoch: number;
  #cursor: number;
  /** Rows of the next batch, as far as they have been asked for. */
  #drawn: number[] = [];
  #ahead: Random;

  /** @param count places where a window may begin @param context tokens of a window */
  constructor(count: number, context: number, seed: number, place: EpochPlace | null) {
    this.#count = count;
    this.#perEpoch = Math.max(1, Math.ceil(count / context));
    this.#epoch = place?.epoch ?? 0;
    this.#cursor = place?.order.length === 0 ? place.cursor : 0;
    this.#random = place ? Random.fromState(place.random) : Random.fromSeed((seed ^ WINDOW_STREAM) >>> 0);
    this.#ahead = Random.fromState(this.#random.state);
  }

  get epoch(): number {
    return this.#epoch;
  }

  get place(): EpochPlace {
    return { epoch: this.#epoch, cursor: this.#cursor, order: new Uint32Array(0), random: this.#random.state };
  }

  left(batchSize: number): number {
    return Math.max(1, Math.ceil((this.#perEpoch - this.#cursor) / batchSize));
  }

  size(batchSize: number): number {
    return Math.min(batchSize, this.#count);
  }

  row(i: number): number {
    while (this.#drawn.length <= i) this.#drawn.push(this.#ahead.integer(this.#count));
    return this.#drawn[i]!;
  }

  /** The next batch alone: those after it are not drawn yet. */
  upcoming(batchSize: number): { count: number; order: Uint32Array; starts: Uint32Array } {
    const size = this.size(batchSize);
    const order = Uint32Array.from({ length: size }, (_, i) => this.row(i));
    return { count: 1, order, starts: Uint32Array.of(0, size) };
  }

  pass(batchSize: number): void {
    const size = this.size(batchSize);
    this.row(size - 1);
    for (let i = 0; i < size; i++) this.#random.integer(this.#count);
    this.#ahead = Random.fromState(this.#random.state);
    this.#drawn = [];
    this.#cursor += size;
    if (this.#cursor < this.#perEpoch) return;
    this.#cursor = 0;
    this.#epoch++;
  }
}
