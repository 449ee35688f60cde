import { atEpochEnds } from './at-epoch-ends.ts';
import type { StopRule } from './stop-rule.ts';

export const accuracyAbove: StopRule = {
  title: 'Until the accuracy is at least',
  unit: '%',
  description: 'Right answers among all training examples, measured after each epoch.',
  field: { label: 'Accuracy', description: 'Percent of right answers.', initial: 95, min: 0, max: 100 },
  refusal: ({ task }) => (task === 'regression' ? 'These targets are numbers: there is no accuracy.' : null),
  watch: (trainer, value) =>
    atEpochEnds(trainer, ({ trainingAccuracy, step }) =>
      trainingAccuracy !== null && 100 * trainingAccuracy >= value
        ? `Accuracy is ${100 * trainingAccuracy} % after step ${step}, at least ${value} %.`
        : null,
    ),
};
