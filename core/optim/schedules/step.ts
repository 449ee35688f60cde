import { integerPower } from '../../tensor/integer-power.ts';
import type { Schedule } from './schedule.ts';

/** @see torch.optim.lr_scheduler.StepLR */
export const step: Schedule = {
  title: 'Step',
  description: 'Multiplies the learning rate by a factor every so many steps.',
  formula: 'rate · factor^⌊t / every⌋',
  fields: {
    every: {
      label: 'Every',
      description: 'Steps from one cut to the next.',
      initial: 100,
      min: 1,
      max: 1e9,
      isInteger: true,
    },
    factor: { label: 'Factor', description: 'What is left after a cut.', initial: 0.5, min: 0, max: 1 },
  },
  factor: (done, { every = 1, factor = 1 }) => integerPower(factor, Math.floor(done / every)),
};
