/** How good answers are, in a number that people know: accuracy for classes, the explained share for regression. */
import type { Baseline } from '../../core/training/baseline.ts';
import type { Task } from '../../core/data/data-settings.ts';
import type { Evaluation } from '../../core/training/frame.ts';
import type { Ruler } from './chart-line.ts';
import { formatNumber, formatShare } from '../ui/number-format.ts';

export interface Metric {
  readonly title: string;
  readonly description: string;
  readonly training: (measured: Evaluation) => number | null;
  readonly validation: (measured: Evaluation) => number | null;
  readonly format: (value: number) => string;
  /** What looking at no input reaches; null where that is not known. */
  readonly ruler: Ruler | null;
  /** The best that there is, as the end of the axis. */
  readonly most?: number;
}

const accuracy = (mostFrequent: number | null): Metric => ({
  title: 'Accuracy',
  description: 'Share of right answers',
  training: ({ trainingAccuracy }) => trainingAccuracy,
  validation: ({ validationAccuracy }) => validationAccuracy,
  format: formatShare,
  ruler: mostFrequent === null ? null : { label: 'most frequent', value: mostFrequent },
  most: 1,
});

/**
 * 1 − loss / loss of always saying the mean: 0 is no better than that, 1 is perfect. With squared errors it is R², the share of
 * the variance that is explained; the mean is the training targets' own.
 */
function skill({ loss: mean }: Baseline, isSquared: boolean): Metric {
  const share = (loss: number | null): number | null => (loss === null ? null : 1 - loss / mean);
  return {
    title: isSquared ? 'R²' : 'Skill',
    description: isSquared
      ? 'Share of the variance that is explained: 1 − loss / loss of always saying the mean'
      : '1 − loss / loss of always saying the mean',
    training: ({ trainingLoss }) => share(trainingLoss),
    validation: ({ validationLoss }) => share(validationLoss),
    format: formatNumber,
    ruler: { label: 'mean predictor', value: 0 },
    most: 1,
  };
}

/**
 * What suits a task; null when there is nothing to compare with.
 *
 * @param isSquared the loss is a mean of squares
 * @param mostFrequent accuracy of always saying the most frequent class; null where that is not known
 */
export function metricFor(
  task: Task | null,
  baseline: Baseline | null,
  isSquared: boolean,
  mostFrequent: number | null,
): Metric | null {
  if (task === null) return null;
  if (task !== 'regression') return accuracy(mostFrequent);
  return baseline && baseline.loss > 0 ? skill(baseline, isSquared) : null;
}
