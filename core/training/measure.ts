/** Loss and accuracy over a whole split, in pieces that fit a small buffer. */
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import { Evaluator } from '../engine/evaluator.ts';
import type { Loss } from '../nn/losses/loss.ts';

const ROWS_AT_ONCE = 256;

export interface Measurement {
  readonly loss: number;
  /** null for regression */
  readonly accuracy: number | null;
}

export class Measure {
  readonly #evaluator: Evaluator;
  readonly #data: PreparedData;
  readonly #loss: Loss;
  readonly #columns: number;
  readonly #row: Float64Array;

  constructor(network: Network, data: PreparedData, loss: Loss) {
    this.#evaluator = new Evaluator(network, ROWS_AT_ONCE);
    this.#data = data;
    this.#loss = loss;
    this.#columns = network.outputCount;
    this.#row = new Float64Array(network.outputCount);
  }

  /** null for an empty split */
  over(
    parameters: Table<Float64Array>,
    inputs: Float64Array,
    targets: Float64Array,
    count: number,
  ): Measurement | null {
    if (count === 0) return null;
    let sum = 0;
    let right = 0;
    for (let start = 0; start < count; start += ROWS_AT_ONCE) {
      const rows = Math.min(ROWS_AT_ONCE, count - start);
      this.#evaluator.run(parameters, inputs, rows, start);
      const wanted = targets.subarray(start * this.#columns, (start + rows) * this.#columns);
      sum += rows * this.#loss.forward(this.#evaluator.outputs, wanted, rows, this.#columns);
      for (let row = 0; row < rows; row++) if (this.#isRight(row, wanted)) right++;
    }
    return { loss: sum / count, accuracy: this.#data.task === 'regression' ? null : right / count };
  }

  #isRight(row: number, targets: Float64Array): boolean {
    const start = row * this.#columns;
    this.#row.set(this.#evaluator.outputs.subarray(start, start + this.#columns));
    this.#loss.toPrediction(this.#row);
    if (this.#data.task === 'binary') return this.#row[0]! > 0.5 === targets[start]! > 0.5;
    let said = 0;
    let wanted = 0;
    for (let i = 1; i < this.#columns; i++) {
      if (this.#row[i]! > this.#row[said]!) said = i;
      if (targets[start + i]! > targets[start + wanted]!) wanted = i;
    }
    return said === wanted;
  }
}

/** The rows of a split, gathered so that they lie one after another. */
export function gatherRows(values: Float64Array, width: number, rows: Uint32Array): Float64Array {
  const gathered = new Float64Array(rows.length * width);
  rows.forEach((row, i) => gathered.set(values.subarray(row * width, (row + 1) * width), i * width));
  return gathered;
}
