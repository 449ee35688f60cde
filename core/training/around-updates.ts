/**
 * What generated code has no instructions for, clipping, ranges and ties, is done by the plan between a step's gradients and its
 * update, and after that: with the very bits of a step by the plan alone.
 */
import type { Around, SmallProgram } from '../engine/generated/small-program.ts';
import { firstNonFinite } from '../tensor/reals.ts';
import type { Clipping, LearnedParameters } from './learned-parameters.ts';
import { gradientOf, valuesOf, type PlanExchange } from './plan-exchange.ts';

export interface AroundSetup {
  readonly program: SmallProgram;
  readonly exchange: PlanExchange;
  /** Of the plan. */
  readonly learned: LearnedParameters;
  readonly settings: Clipping;
  /** Whether updates have to keep to ranges or ties. */
  readonly isConstrained: boolean;
}

/** @returns null where nothing is to be done */
export function aroundUpdates({ program, exchange, learned, settings, isConstrained }: AroundSetup): Around | null {
  const isClipped = settings.clipNorm > 0 || settings.clipValue > 0;
  if (!isClipped && !isConstrained) return null;
  return {
    beforeUpdate: () => {
      exchange.toPlan(program.gradients, gradientOf);
      if (learned.offendingGradient()) return false;
      learned.clip(settings);
      exchange.fromPlan(gradientOf, program.gradients);
      return true;
    },
    afterUpdate: isConstrained
      ? () => {
          // What is not finite stays so, and is found when the steps are done: no range may hide it.
          if (firstNonFinite(program.values) !== undefined) return;
          exchange.toPlan(program.values, valuesOf);
          learned.settle();
          exchange.fromPlan(valuesOf, program.values);
        }
      : null,
  };
}
