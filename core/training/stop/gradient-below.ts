import type { StopRule } from './stop-rule.ts';

export const gradientBelow: StopRule = {
  title: 'Until the gradient norm is below',
  unit: '',
  description: 'The length of the gradient of all parameters together, before clipping. Looked at after every step.',
  field: { label: 'Gradient norm', description: 'Stop below it.', initial: 0.01, min: 0, max: 1e9 },
  refusal: () => null,
  watch: (trainer, value) => ({
    ahead: () => 1,
    reason: () =>
      trainer.gradientNorm < value
        ? `The gradient norm of step ${trainer.stepsDone} is ${trainer.gradientNorm}, below ${value}.`
        : null,
  }),
};
