import { firstNonFinite } from '../tensor/reals.ts';
import type { Plan } from './plan.ts';

/** The first number of a step that was not finite. */
export interface NonFinitePlace {
  /** Id of the node whose op made it. */
  readonly node: string;
  readonly op: string;
  /** Id of the node or parameter whose value, or gradient, it is in. */
  readonly of: string;
  readonly kind: 'value' | 'gradient';
  readonly value: number;
}

/**
 * Runs the step up to `last` again, op by op, and names the first number that is not finite; null when all are. Parameters
 * and data must be as they were.
 */
export function findNonFinite(plan: Plan, last: 'forward' | 'loss' | 'backward'): NonFinitePlace | null {
  let place: NonFinitePlace | null = null;
  plan.retrace(last, ({ node, op, of, kind, values }) => {
    const value = values instanceof Int32Array ? undefined : firstNonFinite(values);
    if (value !== undefined) place = { node, op, of, kind, value };
    return place !== null;
  });
  return place;
}
