/** Runs a network forward on examples: for live formulas, maps, and measurements over whole splits. */
import type { Network } from '../compile/compile.ts';
import type { Table } from '../document/document.ts';
import { Plan } from './plan.ts';

export class Evaluator {
  /** [maxRows, outputCount], the output layers side by side. */
  readonly outputs: Float64Array;
  readonly #plan: Plan;

  constructor(network: Network, maxRows: number) {
    this.#plan = new Plan(network, maxRows, false);
    this.outputs = new Float64Array(maxRows * network.outputCount);
  }

  /**
   * @param inputs [at least firstRow + rows, inputCount]
   * @param rows at most maxRows
   */
  run(parameters: Table<Float64Array>, inputs: Float64Array, rows: number, firstRow = 0): void {
    this.#plan.setParameters(parameters);
    this.#plan.setInputs(inputs, rows, firstRow);
    this.#plan.forward(rows);
    this.#plan.readOutputs(this.outputs, rows);
  }

  /** [maxRows, size]; valid until the next run */
  activationsOf(layer: string): Float64Array {
    return this.#plan.outputOf(layer);
  }

  preActivationsOf(layer: string): Float64Array {
    return this.#plan.beforeActivationOf(layer);
  }
}
