/**
 * Memory of neurons that are computed together: one lane per value, the numbers of all examples side by side. The value of a
 * layer of one unit is a lane already; what is wider is copied into lanes by the run that reads it.
 */
import type { Arena } from './arena.ts';
import type { Tensor } from './kernels/kernels.ts';
import type { LaneBlock } from './kernels/reference/lanes.ts';
import type { NeuronRun } from './neuron-runs.ts';
import type { ValueShape } from './ops/op.ts';

export class NeuronLanes {
  /** Entries from one lane to the next. */
  readonly distance: number;
  /** [lanes, distance] */
  readonly values: Tensor;
  readonly #arena: Arena;
  readonly #largestBatch: number;
  /** Entry at which the lane of a node starts. */
  readonly #starts = new Map<string, number>();
  /** Of each run: where the lanes start into which a wider value is copied, by node. */
  readonly #copies = new Map<NeuronRun, ReadonlyMap<string, number>>();
  readonly #parts = new Map<string, { readonly value: Tensor; gradient: Tensor | null }>();
  #gradients: Tensor | null = null;

  /** @param inputs nodes that take the example's numbers: of one unit, they are lanes as they are */
  constructor(
    runs: readonly NeuronRun[],
    inputs: ReadonlySet<string>,
    shapeOf: (node: string) => ValueShape,
    arena: Arena,
    largestBatch: number,
  ) {
    this.#arena = arena;
    this.#largestBatch = largestBatch;
    this.distance = arena.alignedLength(largestBatch);
    let lanes = 0;
    const give = (count: number): number => {
      const start = lanes * this.distance;
      lanes += count;
      return start;
    };
    for (const run of runs) {
      const copies = new Map<string, number>();
      for (const { sum, activation } of run.neurons) {
        for (const source of sum.sources) {
          if (this.#starts.has(source) || copies.has(source)) continue;
          const { width, kind } = shapeOf(source);
          if (inputs.has(source) && width === 1 && kind === 'real') this.#starts.set(source, give(1));
          else copies.set(source, give(width));
        }
        this.#starts.set(sum.id, give(1));
        if (activation) this.#starts.set(activation.id, give(1));
      }
      this.#copies.set(run, copies);
    }
    this.values = arena.lasting('lanes', lanes * this.distance);
    for (const [id, start] of this.#starts) {
      this.#parts.set(id, { value: arena.part(`${id}.value`, this.values, start, largestBatch), gradient: null });
    }
  }

  /** Of a node that is a lane; undefined for another. */
  startOf(node: string): number | undefined {
    return this.#starts.get(node);
  }

  /** Where a run copies what it reads from wider values to, by node. */
  copiesOf(run: NeuronRun): ReadonlyMap<string, number> {
    return this.#copies.get(run)!;
  }

  valueOf(node: string): Tensor | undefined {
    return this.#parts.get(node)?.value;
  }

  gradientOf(node: string): Tensor {
    const part = this.#parts.get(node)!;
    const start = this.#starts.get(node)!;
    return (part.gradient ??= this.#arena.part(`${node}.gradient`, this.gradients, start, this.#largestBatch));
  }

  /** As `values`; made when it is first asked for. */
  get gradients(): Tensor {
    return (this.#gradients ??= this.#arena.passing('lanes.gradients', this.values.length));
  }

  block(tensor: Tensor, first: number): LaneBlock {
    return { tensor, first, distance: this.distance };
  }
}
