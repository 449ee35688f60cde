import type { Plan } from './plan.ts';

/** What a probe read of one node or parameter; copies. */
export interface Probed {
  /** [examples, positions, width]; null for a parameter, whose values a plan keeps. */
  readonly value: Float64Array | null;
  /** dLoss/dValue, of the same shape; null where backward was not asked for or does not reach it. */
  readonly gradient: Float64Array | null;
}

/**
 * Any values and gradients of the step in work, the inner ones too, by running it again op by op: the plan and what it goes
 * on to compute stay as they are. For questions that a frame does not answer; what views show of every step comes with frames
 * instead, since this costs a step.
 *
 * @param ids of nodes and parameters
 * @param last how much of the step has been done
 */
export function probe(plan: Plan, ids: Iterable<string>, last: 'forward' | 'loss' | 'backward'): Map<string, Probed> {
  const wanted = new Set(ids);
  const found = new Map<string, Probed>();
  plan.retrace(last, ({ of, kind, values }) => {
    if (wanted.has(of)) {
      found.set(of, { ...(found.get(of) ?? { value: null, gradient: null }), [kind]: Float64Array.from(values) });
    }
    return false;
  });
  return found;
}
