/** Every loss there is: a new one is one file and one line here. */
import type { Task } from '../../data/data-settings.ts';
import { binaryCrossEntropy } from './binary-cross-entropy.ts';
import { hinge } from './hinge.ts';
import { huber } from './huber.ts';
import type { Loss } from './loss.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanSquaredError } from './mean-squared-error.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';

export const losses = {
  meanSquaredError,
  meanAbsoluteError,
  huber,
  binaryCrossEntropy,
  softmaxCrossEntropy,
  hinge,
} as const satisfies Record<string, Loss>;

export type LossName = keyof typeof losses;

/** The loss that a task is trained with unless the person says otherwise. */
export function defaultLossFor(task: Task): LossName {
  const found = Object.entries<Loss>(losses).find(([, loss]) => loss.tasks.includes(task));
  return (found?.[0] ?? 'meanSquaredError') as LossName;
}
