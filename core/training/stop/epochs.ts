import type { StopRule } from './stop-rule.ts';

export const epochs: StopRule = {
  title: 'For',
  unit: 'epochs',
  description: 'An epoch uses every training example once. The first one here is what is left of the present epoch.',
  field: { label: 'Epochs', description: 'Epochs to finish.', initial: 10, min: 1, max: 1e9, isInteger: true },
  refusal: () => null,
  watch: (trainer, value, start) => ({
    ahead: () => trainer.stepsLeftInEpoch,
    reason: () =>
      trainer.epoch >= start.epoch + value
        ? `${value === 1 ? 'The epoch is' : `${value} epochs are`} done: step ${trainer.stepsDone}.`
        : null,
  }),
};
