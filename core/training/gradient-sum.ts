/**
 * The mean gradient and loss of a step that goes through several batches before it moves anything: each batch counts by what
 * its loss is the mean over, so that the whole is what one large batch would give, to rounding.
 */
import type { Plan } from '../engine/plan.ts';
import type { Reals } from '../tensor/reals.ts';

interface Summed {
  /** The plan's own. */
  readonly gradient: Reals;
  readonly sum: Reals;
}

export class GradientSum {
  readonly #plan: Plan;
  /** Laid out when they are first needed. */
  #sums: readonly Summed[] | null = null;
  #loss = 0;
  #weight = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Forgets what was added before: of a step that was refused half-way, nothing may enter the next. */
  begin(): void {
    this.#sums ??= [...this.#plan.parameters.values()].flatMap(({ gradient }) =>
      gradient ? [{ gradient, sum: gradient.slice() }] : [],
    );
    for (const { sum } of this.#sums) sum.fill(0);
    this.#loss = 0;
    this.#weight = 0;
  }

  /** Adds the gradient and the loss that the plan holds after backward, times a weight above 0. */
  add(weight: number): void {
    for (const { gradient, sum } of this.#sums ?? []) {
      for (let i = 0; i < sum.length; i++) sum[i]! += weight * gradient[i]!;
    }
    this.#loss += weight * this.#plan.loss;
    this.#weight += weight;
  }

  /** Puts Σ weight · gradient / Σ weight into the plan. @returns the same of the losses */
  finish(): number {
    for (const { gradient, sum } of this.#sums ?? []) {
      for (let i = 0; i < sum.length; i++) gradient[i] = sum[i]! / this.#weight;
    }
    return this.#loss / this.#weight;
  }
}
