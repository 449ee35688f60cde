/** Runs a network forward on examples: for live formulas, maps, and measurements over whole splits. */
import type { Reals } from '../tensor/reals.ts';
import { preActivationId, type Graph } from './graph.ts';
import type { KernelSet } from './kernels/kernels.ts';
import { Plan } from './plan.ts';

export class Evaluator {
  /** [largestBatch, outputCount], the output layers side by side. */
  readonly outputs: Float64Array;
  readonly #plan: Plan;

  /** @param kernels portable float64 unless said */
  constructor({ graph }: { readonly graph: Graph }, largestBatch: number, kernels?: KernelSet) {
    this.#plan = new Plan(graph, { largestBatch, ...(kernels && { kernels }) });
    this.outputs = new Float64Array(largestBatch * this.#plan.outputCount);
  }

  /**
   * @param inputs [at least firstRow + rows, inputCount]
   * @param rows at most largestBatch
   * @throws RangeError when a parameter is missing or has another size than the drawing says
   */
  run(parameters: Readonly<Record<string, Reals>>, inputs: Reals, rows: number, firstRow = 0): void {
    this.#plan.setExamples(rows);
    this.#plan.setParameters(parameters);
    this.#plan.setInputs(inputs, rows, firstRow);
    this.#plan.run('forward');
    this.#plan.readOutputs(this.outputs, rows);
  }

  /** [largestBatch, size]; valid until the next run. An input layer's activations are the inputs themselves. */
  activationsOf(layer: string): Reals {
    return this.#plan.dataOf(layer);
  }

  /** [largestBatch, size], before the activation; the same numbers as `activationsOf` for a linear layer. */
  preActivationsOf(layer: string): Reals {
    const id = preActivationId(layer);
    return this.#plan.dataOf(this.#plan.has(id) ? id : layer);
  }
}
