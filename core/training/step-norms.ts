/**
 * How long the gradient of all parameters together was, and the move that an update made of it, at steps that lie ever further
 * apart: all of the first 127, then 64 for each doubling of the steps: what they cost is soon nothing.
 * Which steps they are depends on nothing else.
 *
 *     |g| = √Σ g²   before clipping;   |Δθ| = √Σ (θ' - θ)²
 */
import type { PlanBlock } from '../engine/parameter-blocks.ts';
import type { Reals } from '../tensor/reals.ts';

export interface StepNorm {
  readonly step: number;
  readonly gradient: number;
  readonly update: number;
}

/** Steps for each doubling. */
const PER_DOUBLING = 64;

/** Steps between two that are there, from a step on: a power of two. */
function interval(step: number): number {
  let between = 1;
  while (2 * between * PER_DOUBLING <= step) between *= 2;
  return between;
}

/** @param step number of an update, from 1 */
export const isNormKept = (step: number): boolean => step % interval(step) === 0;

/** Updates after `done` ones before the next that is kept; 0 = the next one is. */
export function stepsToNorm(done: number): number {
  const between = interval(done + 1);
  return (between - ((done + 1) % between)) % between;
}

export class StepNorms {
  #kept: StepNorm[] = [];
  #before: Reals[] = [];

  /** Parameters have not yet moved. */
  before(blocks: readonly PlanBlock[]): void {
    const isSame =
      this.#before.every((kept, i) => isLike(kept, blocks[i]?.values)) && this.#before.length === blocks.length;
    if (isSame) blocks.forEach(({ values }, i) => this.#before[i]!.set(values));
    else this.#before = blocks.map(({ values }) => values.slice());
  }

  /** Parameters have moved. @param gradientSquares sum of the squares of all gradients, before clipping */
  after(step: number, gradientSquares: number, blocks: readonly PlanBlock[]): void {
    let squares = 0;
    blocks.forEach(({ values }, i) => (squares += squaresOfDifference(values, this.#before[i]!)));
    this.#kept.push({ step, gradient: Math.sqrt(gradientSquares), update: Math.sqrt(squares) });
  }

  /** Those since the last call, in the order of their steps. */
  take(): StepNorm[] {
    const taken = this.#kept;
    this.#kept = [];
    return taken;
  }
}

const isLike = (kept: Reals, values: Reals | undefined): boolean =>
  kept.length === values?.length && kept.constructor === values.constructor;

export function squaresOfDifference(now: Reals, before: Reals): number {
  let sum = 0;
  for (let i = 0; i < now.length; i++) {
    const moved = now[i]! - before[i]!;
    sum += moved * moved;
  }
  return sum;
}
