import { atEpochEnds } from './at-epoch-ends.ts';
import type { StopRule } from './stop-rule.ts';

export const noBetterValidation: StopRule = {
  title: 'Until no better validation loss for',
  unit: 'epochs',
  description: 'Early stopping: the loss on the held-out examples has found no new lowest value for so many epochs.',
  field: { label: 'Epochs', description: 'Epochs to wait.', initial: 10, min: 1, max: 1e6, isInteger: true },
  refusal: ({ validationRows }) =>
    validationRows.length === 0 ? 'No examples are held out. Set “Held out, %” above 0.' : null,
  watch: (trainer, patience) => {
    let best = trainer.evaluate().validationLoss ?? Infinity;
    let bestStep = trainer.stepsDone;
    let waited = 0;
    return atEpochEnds(trainer, ({ validationLoss, step }) => {
      if (validationLoss !== null && validationLoss < best) {
        best = validationLoss;
        bestStep = step;
        waited = 0;
      } else waited++;
      return waited >= patience
        ? `The validation loss was lowest, ${best}, at step ${bestStep}; no better for ${patience} epochs.`
        : null;
    });
  },
};
