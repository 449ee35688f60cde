/**
 * The runs of a project: the timeline of its network, and of every branch the name, the curve and what was edited when. Arrays
 * of numbers are the tensors `runs/0`, `runs/1` ...; all else stands as JSON, in which `{"array": 3}` is `runs/3`, in `runs`.
 */
import * as v from 'valibot';
import { FileError } from '../data/file-error.ts';
import type { NetworkDocument } from '../document/document.ts';
import { trainingSettingsSchema } from '../document/schema.ts';
import { encodeUtf8 } from '../tensor/utf8.ts';
import { fitsDocument, storedTimelineSchema, type StoredTimeline } from '../training/stored-timeline.ts';
import { readJson } from './read-json.ts';
import type { StoredTensor, TensorValues } from './safetensors.ts';
import type { TensorShelf } from './tensor-shelf.ts';

/** Bytes that runs may take in a project: 4 MiB, so that opening it does not hold the window up for its checksum. */
export const MOST_RUN_BYTES = 4_194_304;

const step = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const text = v.pipe(v.string(), v.maxLength(400));
const share = v.nullable(v.number());

const numbers = v.instance(Float64Array<ArrayBufferLike>);

const branchSchema = v.strictObject({
  id: step,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  isPinned: v.boolean(),
  isDeleted: v.boolean(),
  losses: numbers,
  evaluations: v.array(
    v.strictObject({
      step,
      trainingLoss: v.number(),
      validationLoss: share,
      trainingAccuracy: share,
      validationAccuracy: share,
    }),
  ),
  /** Absent where a version of the app wrote it that did not keep them. */
  norms: v.optional(
    v.pipe(
      v.strictObject({ steps: numbers, gradient: numbers, update: numbers }),
      v.check(({ steps, gradient, update }) => {
        const isRising = steps.every((step, i) => Number.isSafeInteger(step) && step > (i === 0 ? 0 : steps[i - 1]!));
        return isRising && gradient.length === steps.length && update.length === steps.length;
      }, 'norms are of steps in their order'),
    ),
  ),
  edits: v.array(
    v.strictObject({
      step,
      lastStep: step,
      madeAt: v.number(),
      subject: text,
      from: v.nullable(text),
      to: v.nullable(text),
    }),
  ),
  settings: v.array(v.strictObject({ step, settings: trainingSettingsSchema })),
});
export type StoredRun = v.InferOutput<typeof branchSchema>;

export interface StoredRuns {
  readonly timeline: StoredTimeline;
  /** One for each branch of the timeline. */
  readonly branches: readonly StoredRun[];
}

const runsSchema = v.pipe(
  v.strictObject({ timeline: storedTimelineSchema, branches: v.array(branchSchema) }),
  v.check(({ timeline, branches }) => {
    const ids = new Set(branches.map(({ id }) => id));
    return ids.size === timeline.branches.length && timeline.branches.every(({ id }) => ids.has(id));
  }, 'every run has a name and a curve'),
);

export function storeRuns(runs: StoredRuns): StoredTensor[] {
  const tensors: StoredTensor[] = [];
  const json = JSON.stringify(runs, (_, value: unknown) => {
    if (!isArray(value)) return value;
    tensors.push({ name: `runs/${tensors.length}`, shape: [value.length], values: value });
    return { array: tensors.length - 1 };
  });
  const bytes = encodeUtf8(json);
  return [...tensors, { name: 'runs', shape: [bytes.length], values: bytes }];
}

/** @returns null where the project has none @throws FileError when they are damaged or of another network */
export function restoreRuns(shelf: TensorShelf, document: NetworkDocument): StoredRuns | null {
  if (!shelf.has('runs')) return null;
  const json = readJson(shelf.takeText('runs'), "The project's runs");
  const found = v.safeParse(runsSchema, withArrays(json, shelf));
  if (!found.success)
    throw new FileError(`The project's runs are damaged: ${found.issues[0].message}. It was not opened.`);
  if (!fitsDocument(found.output.timeline, document)) {
    throw new FileError("The project's runs are of another network than the one it draws. It was not opened.");
  }
  return found.output;
}

const isArray = (value: unknown): value is TensorValues => ArrayBuffer.isView(value) && !(value instanceof DataView);

function withArrays(value: unknown, shelf: TensorShelf): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => withArrays(part, shelf));
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'array' && typeof first[1] === 'number')
    return shelf.takeAny(`runs/${first[1]}`);
  return Object.fromEntries(entries.map(([key, part]) => [key, withArrays(part, shelf)]));
}
