/** Which class the network says for which true class: what a single accuracy hides. */
import type { PreparedData } from '../data/data-settings.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Reals } from '../tensor/reals.ts';

export interface Confusion {
  /** Yes or no are two classes: 0 and 1. */
  readonly classCount: number;
  /** [true class, said class]: how many of the rows */
  readonly counts: Uint32Array;
  /** One row of the data for each cell with any: the first. -1 where there is none. */
  readonly examples: Int32Array;
}

/** Class that a row of the data belongs to: the largest target, or the side of one half. */
export function trueClass({ task, targets, targetValues }: PreparedData, row: number): number {
  const width = targets.length;
  if (task === 'binary') return targetValues[row * width]! > 0.5 ? 1 : 0;
  return largest(targetValues, row * width, width);
}

/** Share of right answers of whoever always says the class that most training rows have; null for numbers, or without rows. */
export function mostFrequentShare(data: PreparedData): number | null {
  const { task, targets, trainingRows } = data;
  if (task === 'regression' || trainingRows.length === 0 || targets.length === 0) return null;
  const counts = new Uint32Array(task === 'binary' ? 2 : targets.length);
  for (const row of trainingRows) counts[trueClass(data, row)]!++;
  return Math.max(...counts) / trainingRows.length;
}

/**
 * @param outputs [at least the largest row + 1, outputs]: what the network says about every row of the data
 * @param rows those that are counted
 */
export function confusionOf(data: PreparedData, outputs: Reals, rows: Iterable<number>, loss: Loss): Confusion {
  const width = data.targets.length;
  const classCount = data.task === 'binary' ? 2 : width;
  const counts = new Uint32Array(classCount * classCount);
  const examples = new Int32Array(classCount * classCount).fill(-1);
  const said = new Float64Array(width);
  for (const row of rows) {
    for (let i = 0; i < width; i++) said[i] = outputs[row * width + i]!;
    loss.toPrediction(said);
    const saidClass = data.task === 'binary' ? (said[0]! > 0.5 ? 1 : 0) : largest(said, 0, width);
    const cell = trueClass(data, row) * classCount + saidClass;
    if (counts[cell] === 0) examples[cell] = row;
    counts[cell]!++;
  }
  return { classCount, counts, examples };
}

function largest(values: Reals, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
}
