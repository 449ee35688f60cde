/**
 * Which examples come next. An epoch is one seeded shuffle of the training rows, cut into batches; the last may be smaller.
 * When a batch holds all rows nothing is shuffled, so that what is on screen keeps its order.
 */
import { Random } from '../tensor/random.ts';

export interface EpochPlace {
  readonly epoch: number;
  /** Examples of this epoch already used. */
  readonly cursor: number;
  /** Order of the training rows in this epoch, as indices into them. */
  readonly order: Uint32Array;
  readonly random: Uint32Array;
}

export interface Batch {
  /** Indices into the training rows. */
  readonly indices: Uint32Array;
  /** Where the next batch starts from. */
  readonly after: EpochPlace;
}

/** Keeps the order of examples apart from the starting values, which come from the same seed. */
const ORDER_STREAM = 0x5f3759df;

export function firstPlace(count: number, batchSize: number, seed: number): EpochPlace {
  const random = Random.fromSeed((seed ^ ORDER_STREAM) >>> 0);
  return { epoch: 0, cursor: 0, ...nextOrder(count, batchSize, random) };
}

export function nextBatch(place: EpochPlace, batchSize: number): Batch {
  const count = place.order.length;
  const end = Math.min(place.cursor + batchSize, count);
  const indices = place.order.slice(place.cursor, end);
  if (end < count) return { indices, after: { ...place, cursor: end } };
  const order = nextOrder(count, batchSize, Random.fromState(place.random));
  return { indices, after: { epoch: place.epoch + 1, cursor: 0, ...order } };
}

function nextOrder(count: number, batchSize: number, random: Random): { order: Uint32Array; random: Uint32Array } {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  if (batchSize < count) random.shuffle(order);
  return { order, random: random.state };
}
