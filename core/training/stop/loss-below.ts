import type { StopRule } from './stop-rule.ts';

export const lossBelow: StopRule = {
  title: 'Until the loss is below',
  unit: '',
  description: "A step's own loss, over its batch, before its update. Looked at after every step.",
  field: { label: 'Loss', description: 'Stop below it.', initial: 0.01, min: -1e9, max: 1e9 },
  refusal: () => null,
  watch: (trainer, value) => ({
    ahead: () => 1,
    reason: () =>
      trainer.lastLoss < value ? `The loss of step ${trainer.stepsDone} is ${trainer.lastLoss}, below ${value}.` : null,
  }),
};
