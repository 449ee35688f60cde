import type { KernelCall } from './kernels/kernels.ts';

/**
 * The stretches of a step. `squares` sums the squares of all gradients, `sizes` those of all parameters; `scale` multiplies
 * the gradients by one factor.
 */
export const stages = ['forward', 'loss', 'backward', 'squares', 'sizes', 'scale', 'update'] as const;
export type Stage = (typeof stages)[number];

/** Where a stage ends. */
export const next = (stage: Stage): Stage | 'end' => stages[stages.indexOf(stage) + 1] ?? 'end';

/** Number of the first call of each stage, when all calls stand one after another. */
export function startsOf(lists: Readonly<Record<Stage, readonly KernelCall[]>>): Record<Stage | 'end', number> {
  let start = 0;
  const starts: Partial<Record<Stage | 'end', number>> = {};
  for (const stage of stages) {
    starts[stage] = start;
    start += lists[stage].length;
  }
  return { ...(starts as Record<Stage, number>), end: start };
}
