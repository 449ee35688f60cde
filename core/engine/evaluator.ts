/** Runs a network forward on examples: for live formulas, maps, and measurements over whole splits. */
import { preActivationId, type Graph } from './graph.ts';
import { Plan } from './plan.ts';

export class Evaluator {
  /** [maxRows, outputCount], the output layers side by side. */
  readonly outputs: Float64Array;
  readonly #plan: Plan;

  constructor({ graph }: { readonly graph: Graph }, maxRows: number) {
    this.#plan = new Plan(graph, maxRows, false);
    this.outputs = new Float64Array(maxRows * this.#plan.outputCount);
  }

  /**
   * @param inputs [at least firstRow + rows, inputCount]
   * @param rows at most maxRows
   * @throws RangeError when a parameter is missing or has another size than the drawing says
   */
  run(parameters: Readonly<Record<string, Float64Array>>, inputs: Float64Array, rows: number, firstRow = 0): void {
    if (rows > this.#plan.maxRows) {
      throw new RangeError(`internal: ${rows} rows do not fit an evaluator of ${this.#plan.maxRows}`);
    }
    this.#plan.setParameters(parameters);
    this.#plan.setInputs(inputs, rows, firstRow);
    this.#plan.forward(rows);
    this.#plan.readOutputs(this.outputs, rows);
  }

  /** [maxRows, size]; valid until the next run. An input layer's activations are the inputs themselves. */
  activationsOf(layer: string): Float64Array {
    return this.#plan.dataOf(layer);
  }

  /** [maxRows, size], before the activation; the same numbers as `activationsOf` for a linear layer. */
  preActivationsOf(layer: string): Float64Array {
    const id = preActivationId(layer);
    return this.#plan.dataOf(this.#plan.has(id) ? id : layer);
  }
}
