import { floor, progress, totalSteps, warmupSteps } from './fields.ts';
import type { Schedule } from './schedule.ts';

/** Linear warm-up, then a straight line from 1 to the floor, then the floor. */
export const linear: Schedule = {
  title: 'Linear',
  description: 'Grows to the full learning rate, then falls in a straight line to the floor.',
  formula: 'rate · (1 − (1 − floor) p),  p = (t − warm-up) / (total − warm-up)',
  fields: { totalSteps, warmupSteps, floor },
  factor: (step, { totalSteps: total = 1, warmupSteps: warmup = 0, floor: least = 0 }) => {
    const p = progress(step, warmup, total);
    return p === null ? step / warmup : 1 - (1 - least) * p;
  },
};
