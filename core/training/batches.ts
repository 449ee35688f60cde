/**
 * Which examples come next. An epoch is one seeded shuffle of the training rows, cut into batches; the last may be smaller.
 * When a batch holds all rows nothing is shuffled, so that what is on screen keeps its order.
 */
import type { RunPosition } from '../document/document.ts';
import { Random } from '../tensor/random.ts';

export type EpochPlace = Pick<RunPosition, 'epoch' | 'cursor' | 'order' | 'random'>;

/** Keeps the order of examples apart from the starting values, which come from the same seed. */
const ORDER_STREAM = 0x5f3759df;

/** Which examples a step uses, one batch after another. */
export type ExampleOrder = Pick<Batches, 'epoch' | 'place' | 'left' | 'size' | 'row' | 'upcoming' | 'pass'>;

export class Batches {
  readonly #count: number;
  readonly #order: Uint32Array;
  #random: Random;
  #epoch = 0;
  #cursor = 0;

  /** @param count training rows @param place where to continue; without one, or with one for other data, a new order starts */
  constructor(count: number, batchSize: number, seed: number, place: EpochPlace | null) {
    this.#count = count;
    this.#order = new Uint32Array(count);
    this.#epoch = place?.epoch ?? 0;
    if (place && isOrderOf(place.order, count) && place.cursor < count) {
      this.#order.set(place.order);
      this.#cursor = place.cursor;
      this.#random = Random.fromState(place.random);
    } else {
      this.#random = Random.fromSeed((seed ^ ORDER_STREAM) >>> 0);
      this.#startEpoch(batchSize);
    }
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** A copy. */
  get place(): EpochPlace {
    return { epoch: this.#epoch, cursor: this.#cursor, order: this.#order.slice(), random: this.#random.state };
  }

  /** Batches until the end of this epoch. */
  left(batchSize: number): number {
    return Math.ceil((this.#count - this.#cursor) / batchSize);
  }

  /** How many rows the next batch has. */
  size(batchSize: number): number {
    return Math.min(batchSize, this.#count - this.#cursor);
  }

  /** Index of the next batch's i-th example among the training rows. */
  row(i: number): number {
    return this.#order[this.#cursor + i]!;
  }

  /**
   * The next batches, up to the end of the epoch; where a batch holds all rows, which nothing shuffles, over its end too.
   *
   * @param most how many at most
   * @returns indices of examples, batch after batch, and where each batch starts
   */
  upcoming(batchSize: number, most: number): { count: number; order: Uint32Array; starts: Uint32Array } {
    // In the middle of an epoch the next batch is what is left of it; a shuffled order is followed by that of the data.
    const isWhole = batchSize >= this.#count && this.#cursor === 0 && this.#order.every((row, i) => row === i);
    const left = this.#count - this.#cursor;
    const count = isWhole ? most : Math.min(most, Math.ceil(left / batchSize));
    const starts = new Uint32Array(count + 1);
    for (let i = 1; i <= count; i++) starts[i] = isWhole ? i * this.#count : Math.min(i * batchSize, left);
    const order = new Uint32Array(starts[count]!);
    for (let i = 0; i < order.length; i++) order[i] = this.#order[isWhole ? i % this.#count : this.#cursor + i]!;
    return { count, order, starts };
  }

  /** Goes past the next batch; after the last one of an epoch the next epoch's order is drawn. */
  pass(batchSize: number): void {
    this.#cursor += this.size(batchSize);
    if (this.#cursor < this.#count) return;
    this.#cursor = 0;
    this.#epoch++;
    this.#startEpoch(batchSize);
  }

  #startEpoch(batchSize: number): void {
    for (let i = 0; i < this.#count; i++) this.#order[i] = i;
    if (batchSize < this.#count) this.#random.shuffle(this.#order);
  }
}

/** Whether each of 0 .. count - 1 is there exactly once. */
function isOrderOf(order: Uint32Array, count: number): boolean {
  return order.length === count && new Set(order).size === count && order.every((index) => index < count);
}
