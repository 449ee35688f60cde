import { cosine } from '../../tensor/elementary.ts';
import { totalSteps } from './fields.ts';
import type { Schedule } from './schedule.ts';

/** Half a cosine from one value to another, p from 0 to 1. */
const anneal = (from: number, to: number, p: number): number => to + ((from - to) / 2) * (1 + cosine(Math.PI * p));

/** @see Smith and Topin, "Super-convergence", 2017; torch.optim.lr_scheduler.OneCycleLR with cosine annealing */
export const oneCycle: Schedule = {
  title: 'One cycle',
  description: 'Rises from a small learning rate to the full one, then falls far below where it began.',
  formula: 'rate · (1/start → 1 in the first share of steps, then 1 → 1/(start · end)), along half cosines',
  fields: {
    totalSteps,
    risingShare: {
      label: 'Rising share',
      description: 'Share of the steps in which the learning rate grows.',
      initial: 0.3,
      min: 0,
      max: 1,
    },
    startDivisor: {
      label: 'Start divisor',
      description: 'How many times smaller the learning rate is at the start.',
      initial: 25,
      min: 1,
      max: 1e6,
    },
    endDivisor: {
      label: 'End divisor',
      description: 'How many times smaller than at the start it is at the end.',
      initial: 1e4,
      min: 1,
      max: 1e9,
    },
  },
  factor: (step, { totalSteps: total = 1, risingShare = 0.3, startDivisor = 25, endDivisor = 1e4 }) => {
    const peak = risingShare * total - 1;
    const last = total - 1;
    const start = 1 / startDivisor;
    if (step <= peak) return anneal(start, 1, peak > 0 ? step / peak : 1);
    const p = last > peak ? Math.min(1, (step - peak) / (last - peak)) : 1;
    return anneal(1, start / endDivisor, p);
  },
};
