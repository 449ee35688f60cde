import { cosine as cosineOf } from '../../tensor/elementary.ts';
import { floor, progress, totalSteps, warmupSteps } from './fields.ts';
import type { Schedule } from './schedule.ts';

/**
 * Linear warm-up, then half a cosine from 1 to the floor, then the floor.
 *
 * @see Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2016; nanoGPT's get_lr
 */
export const cosine: Schedule = {
  title: 'Cosine with warm-up',
  description: 'Grows to the full learning rate, then falls along half a cosine to the floor.',
  formula: 'rate · (floor + (1 − floor) (1 + cos π p) / 2),  p = (t − warm-up) / (total − warm-up)',
  fields: { totalSteps, warmupSteps, floor },
  factor: (step, { totalSteps: total = 1, warmupSteps: warmup = 0, floor: least = 0 }) => {
    const p = progress(step, warmup, total);
    return p === null ? step / warmup : least + (1 - least) * 0.5 * (1 + cosineOf(Math.PI * p));
  },
};
