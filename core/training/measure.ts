/** Loss and accuracy over whole splits, in pieces that fit a small buffer. */
import type { Network } from '../compile/compile.ts';
import type { PreparedData, Task } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import { Evaluator } from '../engine/evaluator.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Evaluation } from './frame.ts';

const ROWS_AT_ONCE = 256;

interface Split {
  readonly count: number;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}

export class Measure {
  readonly #evaluator: Evaluator;
  readonly #task: Task;
  readonly #training: Split;
  readonly #validation: Split;
  readonly #columns: number;
  readonly #row: Float64Array;
  /** May be exchanged at any time. */
  loss: Loss;

  constructor(network: Network, data: PreparedData, loss: Loss, kernels: KernelSet) {
    this.#evaluator = new Evaluator(network, ROWS_AT_ONCE, kernels);
    this.#task = data.task;
    this.#training = gather(data, data.trainingRows);
    this.#validation = gather(data, data.validationRows);
    this.#columns = network.outputCount;
    this.#row = new Float64Array(network.outputCount);
    this.loss = loss;
  }

  both(parameters: Table<Float64Array>, step: number): Evaluation {
    const training = this.#over(this.#training, parameters);
    const validation = this.#validation.count > 0 ? this.#over(this.#validation, parameters) : null;
    return {
      step,
      trainingLoss: training.loss,
      trainingAccuracy: training.accuracy,
      validationLoss: validation?.loss ?? null,
      validationAccuracy: validation?.accuracy ?? null,
    };
  }

  #over({ count, inputs, targets }: Split, parameters: Table<Float64Array>): { loss: number; accuracy: number | null } {
    let sum = 0;
    let right = 0;
    for (let start = 0; start < count; start += ROWS_AT_ONCE) {
      const rows = Math.min(ROWS_AT_ONCE, count - start);
      this.#evaluator.run(parameters, inputs, rows, start);
      const wanted = targets.subarray(start * this.#columns, (start + rows) * this.#columns);
      sum += rows * this.loss.forward(this.#evaluator.outputs, wanted, rows, this.#columns);
      for (let row = 0; row < rows; row++) if (this.#isRight(row, wanted)) right++;
    }
    return { loss: sum / count, accuracy: this.#task === 'regression' ? null : right / count };
  }

  /** Classes: the largest prediction is the wanted one. Yes or no: every output is on the right side of one half. */
  #isRight(row: number, targets: Float64Array): boolean {
    if (this.#task === 'regression') return false;
    const start = row * this.#columns;
    for (let i = 0; i < this.#columns; i++) this.#row[i] = this.#evaluator.outputs[start + i]!;
    this.loss.toPrediction(this.#row);
    if (this.#task === 'binary') return this.#row.every((said, i) => said > 0.5 === targets[start + i]! > 0.5);
    let said = 0;
    let wanted = 0;
    for (let i = 1; i < this.#columns; i++) {
      if (this.#row[i]! > this.#row[said]!) said = i;
      if (targets[start + i]! > targets[start + wanted]!) wanted = i;
    }
    return said === wanted;
  }
}

/** The rows of a split, one after another. */
function gather({ inputs, targets, inputValues, targetValues }: PreparedData, rows: Uint32Array): Split {
  const pick = (values: Float64Array, width: number): Float64Array => {
    const picked = new Float64Array(rows.length * width);
    rows.forEach((row, i) => picked.set(values.subarray(row * width, (row + 1) * width), i * width));
    return picked;
  };
  return { count: rows.length, inputs: pick(inputValues, inputs.length), targets: pick(targetValues, targets.length) };
}
