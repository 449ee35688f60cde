/**
 * How far rounding can carry a training run. Where a gradient is a difference of near equals over a small root, two correct
 * float32 programs part by far more than their rounding; PyTorch's one float32 run beside a golden file may or may not show it.
 */
import type { Plan } from '../engine/plan.ts';
import { Random } from '../tensor/random.ts';
import type { Reals } from '../tensor/reals.ts';

/** Half a unit of float32's last place, relative to a number: the largest error of one rounding. */
const ROUNDING = 1 / 16_777_216;
const RUNS = 4;

/** A run in float64, at its start. */
export interface ExactRun {
  readonly plan: Plan;
  /** Does update number `step`, from 1. */
  readonly update: (step: number) => void;
}

/**
 * Trains once as it is and several times with every parameter moved by up to one float32 rounding before each step.
 *
 * @param start a new run each time it is called
 * @param counts whether an entry of a parameter is to be looked at
 * @returns the largest |shaken - exact| after `steps` steps, numbers beyond 1 relative to their size
 */
export function spreadOf(start: () => ExactRun, steps: number, counts: (id: string, entry: number) => boolean): number {
  const exact = train(start(), steps, null);
  let spread = 0;
  for (let run = 1; run <= RUNS; run++) {
    const shaken = train(start(), steps, Random.fromSeed(run));
    for (const [id, { data }] of exact.parameters) {
      const moved = shaken.parameters.get(id)!.data;
      for (let i = 0; i < data.length; i++) {
        if (counts(id, i)) spread = Math.max(spread, Math.abs(moved[i]! - data[i]!) / Math.max(1, Math.abs(data[i]!)));
      }
    }
  }
  return spread;
}

function train({ plan, update }: ExactRun, steps: number, random: Random | null): Plan {
  for (let step = 1; step <= steps; step++) {
    if (random) for (const { data } of plan.parameters.values()) shake(data, random);
    update(step);
  }
  return plan;
}

function shake(values: Reals, random: Random): void {
  for (let i = 0; i < values.length; i++) values[i]! *= 1 + ROUNDING * (2 * random.uniform() - 1);
}
