import type { Schedule } from './schedule.ts';

export const constant: Schedule = {
  title: 'Constant',
  description: 'The same learning rate at every step.',
  formula: 'rate',
  fields: {},
  factor: () => 1,
};
