/**
 * One number for every step, in plain typed arrays: a million steps cost eight megabytes, and a line through any stretch of
 * them is read from the extremes of whole blocks, so that drawing costs by the columns and not by the steps.
 */

const FIRST_CAPACITY = 1024;
/** Steps of a block whose extremes are kept. */
const BLOCK = 256;

/** Points of a line, x rising. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export class StepValues {
  #values = new Float64Array(FIRST_CAPACITY);
  #length = 0;
  /** Index of the least and of the greatest value of each block. */
  #least = new Uint32Array(FIRST_CAPACITY / BLOCK);
  #greatest = new Uint32Array(FIRST_CAPACITY / BLOCK);
  /** Blocks from the first one whose extremes are right. */
  #known = 0;

  get length(): number {
    return this.#length;
  }

  /** A view of all of them: of index i the value of step i + 1. */
  get all(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  /** Value of step 1, 2, ...; NaN where it is not known. */
  at(step: number): number {
    return step >= 1 && step <= this.#length ? this.#values[step - 1]! : NaN;
  }

  /** Whether these very values are there already, as after a step that is taken again. */
  holds(firstStep: number, values: Float64Array): boolean {
    if (firstStep + values.length > this.#length) return false;
    return values.every((value, i) => Object.is(value, this.#values[firstStep + i]));
  }

  /** Writes the values of the steps after `firstStep`; steps left out between are not known. */
  write(firstStep: number, values: Float64Array): void {
    if (values.length === 0) return;
    const end = firstStep + values.length;
    this.#grow(end);
    if (firstStep > this.#length) this.#values.fill(NaN, this.#length, firstStep);
    this.#values.set(values, firstStep);
    this.#known = Math.min(this.#known, Math.floor(Math.min(firstStep, this.#length) / BLOCK));
    this.#length = Math.max(this.#length, end);
  }

  /** Forgets what came after a step. */
  cut(step: number): void {
    this.#length = Math.min(this.#length, Math.max(0, step));
    this.#known = Math.min(this.#known, Math.floor(this.#length / BLOCK));
  }

  /** Steps from .. upTo as at most 2 · columns points that keep every peak: least and greatest of each column, in order. */
  line(upTo: number, columns: number, from = 1): Points {
    const start = Math.max(0, from - 1);
    const count = Math.max(0, Math.min(upTo, this.#length) - start);
    this.#know();
    return thin(count, columns, start, this.#values, (first, end) => this.#extremes(first, end));
  }

  #grow(end: number): void {
    if (end <= this.#values.length) return;
    const capacity = Math.ceil(Math.max(end, 2 * this.#values.length) / BLOCK) * BLOCK;
    const grown = new Float64Array(capacity);
    grown.set(this.all);
    this.#values = grown;
    const blocks = (old: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
      const more = new Uint32Array(capacity / BLOCK);
      more.set(old.subarray(0, this.#known));
      return more;
    };
    this.#least = blocks(this.#least);
    this.#greatest = blocks(this.#greatest);
  }

  #know(): void {
    for (const whole = Math.floor(this.#length / BLOCK); this.#known < whole; this.#known++) {
      const first = this.#known * BLOCK;
      const [least, greatest] = extremes(this.#values, first, first + BLOCK);
      this.#least[this.#known] = least;
      this.#greatest[this.#known] = greatest;
    }
  }

  /** Whole blocks by what is known of them, the rest value by value. */
  #extremes(first: number, end: number): [least: number, greatest: number] {
    const firstBlock = Math.ceil(first / BLOCK);
    const endBlock = Math.min(this.#known, Math.floor(end / BLOCK));
    if (endBlock <= firstBlock) return extremes(this.#values, first, end);
    const values = this.#values;
    let [least, greatest] = extremes(values, first, Math.max(first + 1, firstBlock * BLOCK));
    const consider = (low: number, high: number): void => {
      if (isLess(values[low]!, values[least]!)) least = low;
      if (isLess(values[greatest]!, values[high]!) || Number.isNaN(values[greatest])) greatest = high;
    };
    for (let block = firstBlock; block < endBlock; block++) consider(this.#least[block]!, this.#greatest[block]!);
    if (endBlock * BLOCK < end) consider(...extremes(values, endBlock * BLOCK, end));
    return [least, greatest];
  }
}

/** A comparison with NaN is false: one that stands first gives way to the first known value. */
const isLess = (a: number, b: number): boolean => a < b || (Number.isNaN(b) && !Number.isNaN(a));

/** Indices of the least and the greatest known value of a stretch that is not empty. */
function extremes(values: Float64Array, first: number, end: number): [least: number, greatest: number] {
  let least = first;
  let greatest = first;
  for (let i = first + 1; i < end; i++) {
    if (isLess(values[i]!, values[least]!)) least = i;
    if (values[i]! > values[greatest]! || Number.isNaN(values[greatest])) greatest = i;
  }
  return [least, greatest];
}

/** As `StepValues.line`, of values that stand alone: the first one is step 1's. */
export function decimate(values: Float64Array, columns: number): Points {
  return thin(values.length, columns, 0, values, (first, end) => extremes(values, first, end));
}

/**
 * At most two points per column, its least and its greatest known value, and at the very end the last value itself, which is
 * named there.
 */
function thin(
  count: number,
  columns: number,
  start: number,
  values: Float64Array,
  extremesOf: (first: number, end: number) => [least: number, greatest: number],
): Points {
  if (count <= 2 * columns) {
    return {
      x: Float64Array.from({ length: count }, (_, i) => start + i + 1),
      y: values.slice(start, start + count),
    };
  }
  const x = new Float64Array(2 * columns);
  const y = new Float64Array(2 * columns);
  for (let column = 0; column < columns; column++) {
    const first = start + Math.floor((column * count) / columns);
    const end = start + Math.floor(((column + 1) * count) / columns);
    const [least, greatest] = extremesOf(first, end);
    const [one, other] = least < greatest ? [least, greatest] : [greatest, least];
    x[2 * column] = one + 1;
    y[2 * column] = values[one]!;
    x[2 * column + 1] = other + 1;
    y[2 * column + 1] = values[other]!;
  }
  x[2 * columns - 1] = start + count;
  y[2 * columns - 1] = values[start + count - 1]!;
  return { x, y };
}
