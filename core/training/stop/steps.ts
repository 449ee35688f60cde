import type { StopRule } from './stop-rule.ts';

export const steps: StopRule = {
  title: 'For',
  unit: 'steps',
  description: 'As many optimizer updates from here on.',
  field: { label: 'Steps', description: 'Updates to do.', initial: 100, min: 1, max: 1e9, isInteger: true },
  refusal: () => null,
  watch: (trainer, value, start) => ({
    ahead: () => Math.max(1, start.step + value - trainer.stepsDone),
    reason: () =>
      trainer.stepsDone >= start.step + value ? `${value} steps are done: step ${trainer.stepsDone}.` : null,
  }),
};
