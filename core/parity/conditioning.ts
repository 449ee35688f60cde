/**
 * How far rounding can carry a training run. Where a gradient is a difference of near equals over a small root, two correct
 * programs part by far more than their rounding, in float64 as in float32; one run beside a golden file may or may not show it.
 */
import type { Plan } from '../engine/plan.ts';
import { Random } from '../tensor/random.ts';
import type { Reals } from '../tensor/reals.ts';

/** Half a unit of the last place, relative to a number: the largest error of one rounding. */
export const ROUNDING = { float32: 1 / 16_777_216, float64: 1 / 9_007_199_254_740_992 } as const;
const RUNS = 16;
/** A run that float32 carries farther than this is ill-conditioned there (docs/decisions/0007-ill-conditioned-runs.md). */
export const ILL_CONDITIONED = 1e-5;

/** A run in float64, at its start. */
export interface ExactRun {
  readonly plan: Plan;
  /** Does update number `step`, from 1, and calls `withGradients` when they are there and nothing has moved yet. */
  readonly update: (step: number, withGradients?: () => void) => void;
  /** By the parameters as they are. */
  readonly loss: () => number;
}

/** How far rounding carries the runs of one file, each measured once and not once for every set of kernels. */
export class Spreads {
  readonly #known = new Map<string, number>();

  of(run: string, measure: () => number): number {
    const known = this.#known.get(run) ?? measure();
    this.#known.set(run, known);
    return known;
  }
}

/**
 * Trains once as it is and several times shaken before each step: every parameter by up to one rounding of itself, every
 * gradient by up to one rounding of the largest of its tensor, since an entry near 0 is a sum of terms that are not. One that
 * is exactly 0 stays: a unit that is switched off has a gradient of 0 in every program.
 *
 * @param start a new run each time it is called
 * @param rounding relative size of one rounding
 * @param counts whether an entry of a parameter is to be looked at
 * @returns the largest |shaken - exact| after `steps` steps, of parameters and loss; numbers beyond 1 relative to their size
 */
export function spreadOf(
  start: () => ExactRun,
  steps: number,
  rounding: number,
  counts: (id: string, entry: number) => boolean,
): number {
  const exact = train(start(), steps, null);
  let spread = 0;
  for (let run = 1; run <= RUNS; run++) {
    const random = Random.fromSeed(run);
    const shaken = train(start(), steps, (size) => size * rounding * (2 * random.uniform() - 1));
    spread = Math.max(spread, away(shaken.loss, exact.loss));
    for (const [id, { data }] of exact.plan.parameters) {
      const moved = shaken.plan.parameters.get(id)!.data;
      for (let i = 0; i < data.length; i++) {
        if (counts(id, i)) spread = Math.max(spread, away(moved[i]!, data[i]!));
      }
    }
  }
  return spread;
}

/**
 * Runs forward and backward once as it is and several times shaken: every parameter by up to one rounding of itself, and then
 * what is read by up to one rounding of the largest of its tensor.
 *
 * @param start a new plan each time it is called
 * @param read what is to be looked at, the same tensors each time
 * @returns of each tensor the largest |shaken - exact|; numbers beyond 1 relative to their size
 */
export function spreadOfValues(
  start: () => Plan,
  read: (plan: Plan) => readonly Reals[],
  rounding: number,
): readonly number[] {
  const values = (error: ((size: number) => number) | null): Float64Array[] => {
    const plan = start();
    if (error) for (const { data } of plan.parameters.values()) shakeEach(data, error);
    plan.runThrough('forward', 'backward');
    const found = read(plan).map((tensor) => Float64Array.from(tensor));
    if (error) for (const tensor of found) shake(tensor, error);
    return found;
  };
  const exact = values(null);
  const spreads = exact.map(() => 0);
  for (let run = 1; run <= RUNS; run++) {
    const random = Random.fromSeed(run);
    values((size) => size * rounding * (2 * random.uniform() - 1)).forEach((tensor, which) => {
      tensor.forEach((value, i) => (spreads[which] = Math.max(spreads[which]!, away(value, exact[which]![i]!))));
    });
  }
  return spreads;
}

/** |a - b|, relative to b where that is beyond 1. */
const away = (a: number, b: number): number => Math.abs(a - b) / Math.max(1, Math.abs(b));

interface Trained {
  readonly plan: Plan;
  readonly loss: number;
}

function train({ plan, update, loss }: ExactRun, steps: number, error: ((size: number) => number) | null): Trained {
  const tensors = [...plan.parameters.values()];
  for (let step = 1; step <= steps; step++) {
    if (!error) update(step);
    else {
      for (const { data } of tensors) shakeEach(data, error);
      update(step, () => {
        for (const { gradient } of tensors) if (gradient) shake(gradient, error);
      });
    }
  }
  return { plan, loss: loss() };
}

function shakeEach(values: Reals, error: (size: number) => number): void {
  for (let i = 0; i < values.length; i++) values[i]! += error(values[i]!);
}

function shake(gradient: Reals, error: (size: number) => number): void {
  let largest = 0;
  for (const value of gradient) largest = Math.max(largest, Math.abs(value));
  for (let i = 0; i < gradient.length; i++) if (gradient[i] !== 0) gradient[i]! += error(largest);
}
