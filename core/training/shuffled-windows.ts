/**
 * Which windows of a running text come next. An epoch cuts the text into windows side by side, from a beginning drawn anew, and
 * takes them in a shuffled order, so that it learns every token once; windows drawn by chance alone would see a third of the
 * text never and another third more than once. What is left of an epoch begins the batch that the next one fills.
 */
import { Permutation } from '../tensor/permutation.ts';
import { Random } from '../tensor/random.ts';
import type { EpochPlace, ExampleOrder } from './batches.ts';

/** Keeps the windows apart from the starting values, which come from the same seed. */
const WINDOW_STREAM = 0x2c1b3c6d;

/** The windows of one epoch. */
interface Cut {
  readonly first: number;
  readonly order: Permutation;
}

export class ShuffledWindows implements ExampleOrder {
  readonly #count: number;
  readonly #stride: number;
  /** Never moves on: an epoch is made of it and the epoch's number. */
  readonly #random: Random;
  #epoch: number;
  #cursor: number;
  #cuts = new Map<number, Cut>();

  /** @param count places where a window may begin @param stride tokens that a window is scored on */
  constructor(count: number, stride: number, seed: number, place: EpochPlace | null) {
    this.#count = count;
    this.#stride = stride;
    this.#random = place ? Random.fromState(place.random) : Random.fromSeed((seed ^ WINDOW_STREAM) >>> 0);
    this.#epoch = place?.epoch ?? 0;
    this.#cursor = place?.order.length === 0 ? place.cursor : 0;
    this.#settle();
  }

  get epoch(): number {
    return this.#epoch;
  }

  get place(): EpochPlace {
    return { epoch: this.#epoch, cursor: this.#cursor, order: new Uint32Array(0), random: this.#random.state };
  }

  left(batchSize: number): number {
    return Math.ceil((this.#cut(this.#epoch).order.size - this.#cursor) / batchSize);
  }

  size(batchSize: number): number {
    return Math.min(batchSize, this.#count);
  }

  row(i: number): number {
    let epoch = this.#epoch;
    let place = this.#cursor + i;
    let cut = this.#cut(epoch);
    while (place >= cut.order.size) {
      place -= cut.order.size;
      epoch++;
      cut = this.#cut(epoch);
    }
    return cut.first + cut.order.at(place) * this.#stride;
  }

  /** The next batch alone. */
  upcoming(batchSize: number): { count: number; order: Uint32Array; starts: Uint32Array } {
    const size = this.size(batchSize);
    const order = Uint32Array.from({ length: size }, (_, i) => this.row(i));
    return { count: 1, order, starts: Uint32Array.of(0, size) };
  }

  pass(batchSize: number): void {
    this.#cursor += this.size(batchSize);
    this.#settle();
  }

  #settle(): void {
    for (let { size } = this.#cut(this.#epoch).order; this.#cursor >= size; { size } = this.#cut(this.#epoch).order) {
      this.#cursor -= size;
      this.#cuts.delete(this.#epoch);
      this.#epoch++;
    }
  }

  #cut(epoch: number): Cut {
    const known = this.#cuts.get(epoch);
    if (known) return known;
    const random = Random.fromSeed(
      (Random.fromState(this.#random.state).nextUint32() ^ Math.imul(epoch + 1, 0x9e3779b1)) >>> 0,
    );
    const first = random.integer(Math.min(this.#stride, this.#count));
    const windows = Math.ceil((this.#count - first) / this.#stride);
    const cut = { first, order: new Permutation(windows, () => random.nextUint32()) };
    this.#cuts.set(epoch, cut);
    return cut;
  }
}
