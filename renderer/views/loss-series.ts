/**
 * The loss of every step of a run, in plain typed arrays: millions of steps cost eight bytes each, and a chart asks only for
 * as many points as it has columns.
 */
import type { Evaluation } from '../../core/training/frame.ts';

const FIRST_CAPACITY = 1024;

export interface History {
  readonly losses: Float64Array;
  readonly evaluations: Evaluation[];
}

/** Points of a line, x rising. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export class LossSeries {
  #values = new Float64Array(FIRST_CAPACITY);
  #length = 0;
  #evaluations: Evaluation[] = [];

  /** Steps recorded. */
  get length(): number {
    return this.#length;
  }

  get evaluations(): readonly Evaluation[] {
    return this.#evaluations;
  }

  /** Losses of the steps after `firstStep`. What is known of later steps stays: a run that is taken again takes the same ones. */
  append(firstStep: number, losses: Float64Array): void {
    if (losses.length === 0) return;
    const end = firstStep + losses.length;
    if (end > this.#values.length) {
      const grown = new Float64Array(Math.max(end, 2 * this.#values.length));
      grown.set(this.#values.subarray(0, this.#length));
      this.#values = grown;
    }
    if (firstStep > this.#length) this.#values.fill(NaN, this.#length, firstStep);
    this.#values.set(losses, firstStep);
    this.#length = Math.max(this.#length, end);
  }

  /** In the order of their steps; one of a step that has been measured takes its place. */
  addEvaluation(evaluation: Evaluation): void {
    const { step } = evaluation;
    const at = this.#evaluations.findLastIndex((other) => other.step <= step);
    const isKnown = at >= 0 && this.#evaluations[at]!.step === step;
    if (isKnown) this.#evaluations[at] = evaluation;
    else this.#evaluations.splice(at + 1, 0, evaluation);
  }

  /** Forgets what came after a step. */
  cut(step: number): void {
    this.#length = Math.min(this.#length, step);
    this.#evaluations = this.#evaluations.filter((evaluation) => evaluation.step <= step);
  }

  /** Another series that begins as this one up to a step. */
  copy(upTo: number): LossSeries {
    const copied = new LossSeries();
    copied.append(0, this.#values.slice(0, Math.min(upTo, this.#length)));
    copied.#evaluations = this.#evaluations.filter(({ step }) => step <= upTo);
    return copied;
  }

  /** The last measurement not after a step. */
  evaluationAt(step: number): Evaluation | null {
    return this.#evaluations.findLast((evaluation) => evaluation.step <= step) ?? null;
  }

  /** Loss of step 1, 2, ...; NaN where it is not known. */
  lossAt(step: number): number {
    return step >= 1 && step <= this.#length ? this.#values[step - 1]! : NaN;
  }

  clear(): void {
    this.#length = 0;
    this.#evaluations = [];
  }

  toHistory(upTo = this.#length): History {
    return {
      losses: this.#values.slice(0, Math.min(upTo, this.#length)),
      evaluations: this.#evaluations.filter(({ step }) => step <= upTo),
    };
  }

  /** Steps from .. upTo as at most 2 · columns points that keep every peak: least and greatest of each column, in order. */
  line(upTo: number, columns: number, from = 1): Points {
    const { x, y } = decimate(this.#values.subarray(from - 1, Math.min(upTo, this.#length)), columns);
    return { x: x.map((step) => step + from - 1), y };
  }

  /** Exponential moving average of the loss, corrected for its start; `smoothing` 0 is the loss itself. */
  smoothLine(upTo: number, columns: number, smoothing: number): Points {
    return decimate(smooth(this.#values.subarray(0, Math.min(upTo, this.#length)), smoothing), columns);
  }
}

export function smooth(values: Float64Array, smoothing: number): Float64Array {
  const smoothed = new Float64Array(values.length);
  let mean = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      mean = smoothing * mean + (1 - smoothing) * value;
      weight = smoothing * weight + (1 - smoothing);
    }
    smoothed[i] = weight > 0 ? mean / weight : NaN;
  }
  return smoothed;
}

/**
 * At most two points per column, its least and its greatest known value, and at the very end the last value itself, which is
 * named there.
 */
export function decimate(values: Float64Array, columns: number): Points {
  const count = values.length;
  if (count <= 2 * columns) return { x: Float64Array.from({ length: count }, (_, i) => i + 1), y: values.slice() };
  const x = new Float64Array(2 * columns);
  const y = new Float64Array(2 * columns);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * count) / columns);
    const to = Math.floor(((column + 1) * count) / columns);
    let least = from;
    let greatest = from;
    for (let i = from + 1; i < to; i++) {
      // A comparison with NaN is false: one that stands first gives way to the first known value.
      if (values[i]! < values[least]! || Number.isNaN(values[least])) least = i;
      if (values[i]! > values[greatest]! || Number.isNaN(values[greatest])) greatest = i;
    }
    const [first, second] = least < greatest ? [least, greatest] : [greatest, least];
    x[2 * column] = first + 1;
    y[2 * column] = values[first]!;
    x[2 * column + 1] = second + 1;
    y[2 * column + 1] = values[second]!;
  }
  x[2 * columns - 1] = count;
  y[2 * columns - 1] = values[count - 1]!;
  return { x, y };
}
