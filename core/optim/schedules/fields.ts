/** Settings that several schedules share, described once. */
import type { NumberField } from '../../settings/field.ts';

const LONGEST = 1e9;

export const totalSteps: NumberField = {
  label: 'Total steps',
  description: 'The step at which the schedule has come to its end.',
  initial: 1000,
  min: 1,
  max: LONGEST,
  isInteger: true,
};

export const warmupSteps: NumberField = {
  label: 'Warm-up steps',
  description: 'Steps in which the learning rate grows from zero to its full size.',
  initial: 0,
  min: 0,
  max: LONGEST,
  isInteger: true,
};

export const floor: NumberField = {
  label: 'Floor',
  description: 'Share of the learning rate that is left at the end.',
  initial: 0,
  min: 0,
  max: 1,
};

/** How far between the end of the warm-up (0) and the end (1) a step is; null while warming up. */
export function progress(step: number, warmup: number, total: number): number | null {
  if (step < warmup) return null;
  return total <= warmup ? 1 : Math.min(1, (step - warmup) / (total - warmup));
}
