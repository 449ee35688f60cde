/**
 * Sends many examples through a network a slice at a time, so that whoever asks can do other things in between: maps and
 * plots need thousands of examples, a page has some milliseconds.
 */
import type { Network } from '../compile/compile.ts';
import type { Reals } from '../tensor/reals.ts';
import { Evaluator } from './evaluator.ts';

/** What is to be computed. Its arrays are read later, so they must not be written to again. */
export interface ForwardJob {
  readonly parameters: Readonly<Record<string, Reals>>;
  /** [rows, inputCount] */
  readonly inputs: Float64Array;
  readonly rows: number;
}

/** What the network said about every example of a job. */
export interface ForwardResult {
  readonly job: ForwardJob;
  /** [rows, outputCount], the output layers side by side */
  readonly outputs: Float64Array;
  /** [rows, size] by layer, of the layers that were asked for */
  readonly activations: ReadonlyMap<string, Float64Array>;
}

/** Multiplications in one slice: some tenths of a millisecond. */
const SLICE = 200_000;
const MOST_ROWS = 256;

export class SlicedForward {
  readonly #evaluator: Evaluator;
  readonly #layers: readonly { readonly id: string; readonly size: number }[];
  readonly #rowsAtOnce: number;
  readonly #outputCount: number;
  #result: ForwardResult | null = null;
  #done = 0;

  /** @param layers ids of those whose activations are wanted, besides the outputs */
  constructor(network: Network, layers: readonly string[] = []) {
    this.#rowsAtOnce = Math.max(1, Math.min(MOST_ROWS, Math.floor(SLICE / Math.max(1, network.parameterCount))));
    this.#evaluator = new Evaluator(network, this.#rowsAtOnce);
    this.#outputCount = network.outputCount;
    this.#layers = network.layers
      .filter(({ id }) => layers.includes(id))
      .map(({ id, layer }) => ({ id, size: layer.size }));
  }

  get isWorking(): boolean {
    return this.#result !== null;
  }

  /** Starts a job; one in work is given up. */
  begin(job: ForwardJob): void {
    this.#done = 0;
    this.#result = {
      job,
      outputs: new Float64Array(job.rows * this.#outputCount),
      activations: new Map(this.#layers.map(({ id, size }) => [id, new Float64Array(job.rows * size)])),
    };
  }

  /** Does one slice. @returns all of it, when that was the last one */
  advance(): ForwardResult | null {
    const result = this.#result;
    if (!result) return null;
    const { job, outputs, activations } = result;
    const from = this.#done;
    const rows = Math.min(this.#rowsAtOnce, job.rows - from);
    if (rows > 0) {
      this.#evaluator.run(job.parameters, job.inputs, rows, from);
      copy(this.#evaluator.outputs, outputs, from * this.#outputCount, rows * this.#outputCount);
      for (const { id, size } of this.#layers) {
        copy(this.#evaluator.activationsOf(id), activations.get(id)!, from * size, rows * size);
      }
    }
    this.#done = from + rows;
    if (this.#done < job.rows) return null;
    this.#result = null;
    return result;
  }
}

function copy(from: Reals, into: Float64Array, start: number, count: number): void {
  for (let i = 0; i < count; i++) into[start + i] = from[i]!;
}
