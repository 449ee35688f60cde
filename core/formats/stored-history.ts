/** The loss curve of a project as tensors: every step's loss, and the measurements over whole splits. */
import { FileError } from '../data/file-error.ts';
import type { Evaluation } from '../training/frame.ts';
import type { StoredTensor } from './safetensors.ts';
import type { TensorShelf } from './tensor-shelf.ts';

export interface History {
  /** Of step 1 and on. */
  readonly losses: Float64Array;
  readonly evaluations: readonly Evaluation[];
}

const COLUMNS = 5;

/** Evaluations become rows of step, training loss, validation loss, training accuracy, validation accuracy; NaN = none. */
export function storeHistory({ losses, evaluations }: History): StoredTensor[] {
  const rows = evaluations.flatMap((entry) => [
    entry.step,
    entry.trainingLoss,
    entry.validationLoss ?? NaN,
    entry.trainingAccuracy ?? NaN,
    entry.validationAccuracy ?? NaN,
  ]);
  return [
    { name: 'history/losses', shape: [losses.length], values: losses },
    { name: 'history/evaluations', shape: [evaluations.length, COLUMNS], values: Float64Array.from(rows) },
  ];
}

export function restoreHistory(shelf: TensorShelf): History | null {
  if (!shelf.has('history/losses')) return null;
  const losses = shelf.take('history/losses', 'F64');
  const values = shelf.take('history/evaluations', 'F64');
  if (values.length % COLUMNS !== 0) {
    throw new FileError(
      `The project's measurements are ${values.length} numbers, not rows of ${COLUMNS}. It was not opened.`,
    );
  }
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const evaluations = Array.from({ length: values.length / COLUMNS }, (_, row): Evaluation => {
    const [step, trainingLoss, ...rest] = values.subarray(row * COLUMNS, (row + 1) * COLUMNS);
    if (!Number.isSafeInteger(step) || step! < 0) {
      throw new FileError(
        `The project's measurement ${row + 1} is of step ${step}, which is not a whole number. It was not opened.`,
      );
    }
    const [validationLoss, trainingAccuracy, validationAccuracy] = rest.map(orNull);
    return {
      step: step!,
      trainingLoss: trainingLoss!,
      validationLoss: validationLoss ?? null,
      trainingAccuracy: trainingAccuracy ?? null,
      validationAccuracy: validationAccuracy ?? null,
    };
  });
  return { losses, evaluations };
}
