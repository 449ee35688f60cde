/** The loss curve of a project as tensors: every step's loss, and the measurements over whole splits. */
import * as v from 'valibot';
import { FileError } from '../data/file-error.ts';
import type { Evaluation } from '../training/frame.ts';
import { encodeUtf8 } from '../tensor/utf8.ts';
import { readJson } from './read-json.ts';
import type { StoredTensor } from './safetensors.ts';
import type { TensorShelf } from './tensor-shelf.ts';

export interface History {
  /** Of step 1 and on. */
  readonly losses: Float64Array;
  readonly evaluations: readonly Evaluation[];
  /** What a language model wrote while it trained; absent = nothing. */
  readonly samples?: readonly StoredSample[] | undefined;
}

const text = v.pipe(v.string(), v.maxLength(20_000));
const storedSample = v.strictObject({
  step: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** Of that step's batch, in nats. */
  loss: v.number(),
  prompt: text,
  text,
});
export type StoredSample = v.InferOutput<typeof storedSample>;

const COLUMNS = 5;

/** Evaluations become rows of step, training loss, validation loss, training accuracy, validation accuracy; NaN = none. */
export function storeHistory({ losses, evaluations, samples = [] }: History): StoredTensor[] {
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
    ...(samples.length > 0 ? [textTensor('history/samples', JSON.stringify(samples))] : []),
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
  return shelf.has('history/samples')
    ? { losses, evaluations, samples: restoreSamples(shelf) }
    : { losses, evaluations };
}

function textTensor(name: string, content: string): StoredTensor {
  const values = encodeUtf8(content);
  return { name, shape: [values.length], values };
}

function restoreSamples(shelf: TensorShelf): StoredSample[] {
  const stored = readJson(shelf.takeText('history/samples'), 'What the model wrote');
  const result = v.safeParse(v.array(storedSample), stored);
  if (result.success) return result.output;
  throw new FileError(`The project's written texts are damaged: ${result.issues[0].message} It was not opened.`);
}
