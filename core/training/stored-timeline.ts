/**
 * A timeline as a project file keeps it: the states that branches begin with, as many more as there is room for, every edit, and
 * which branch has which of them. What lies between is computed again, to the same bits.
 */
import * as v from 'valibot';
import { constraintsSchema, runPositionSchema, trainingSettingsSchema } from '../document/schema.ts';
import type { NetworkDocument, Table } from '../document/document.ts';
import type { PlacedEdit } from './edit.ts';
import type { Snapshot } from './kept-state.ts';

export interface StoredState extends Snapshot {
  readonly editCount: number;
}

export interface StoredBranch {
  readonly id: number;
  readonly parent: number | null;
  readonly from: number;
  readonly end: number;
  /** Which of the states, in the order of their steps. */
  readonly kept: readonly number[];
  /** Which of the edits, in order. */
  readonly edits: readonly number[];
}

/** @typeParam State as it is stored, or as the timeline keeps it */
export interface StoredTimeline<State = StoredState> {
  /** The branch that training goes on with. */
  readonly current: number;
  readonly states: readonly State[];
  readonly edits: readonly PlacedEdit[];
  readonly branches: readonly StoredBranch[];
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const floats = v.instance(Float64Array<ArrayBufferLike>);
const id = v.pipe(v.string(), v.maxLength(200));

const editSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('parameters'),
    patches: v.record(
      id,
      v.strictObject({ indices: v.nullable(v.instance(Uint32Array<ArrayBufferLike>)), values: floats }),
    ),
  }),
  v.strictObject({ kind: v.literal('settings'), settings: trainingSettingsSchema }),
  v.strictObject({ kind: v.literal('constraints'), constraints: constraintsSchema }),
]);

export const storedTimelineSchema: v.GenericSchema<StoredTimeline> = v.pipe(
  v.strictObject({
    current: count,
    states: v.array(
      v.strictObject({
        parameters: v.record(id, floats),
        position: runPositionSchema,
        settings: trainingSettingsSchema,
        constraints: constraintsSchema,
        editCount: count,
      }),
    ),
    edits: v.array(v.strictObject({ step: count, edit: editSchema })),
    branches: v.array(
      v.strictObject({
        id: count,
        parent: v.nullable(count),
        from: count,
        end: count,
        kept: v.pipe(v.array(count), v.minLength(1)),
        edits: v.array(count),
      }),
    ),
  }),
  v.check((timeline) => isSound(timeline), 'the steps of its runs do not fit together'),
);

export function isSound({ current, states, edits, branches }: StoredTimeline): boolean {
  const ids = new Set(branches.map((branch) => branch.id));
  if (!ids.has(current) || ids.size !== branches.length) return false;
  return branches.every(({ parent, end, kept, edits: own }) => {
    const steps = kept.map((at) => states[at]?.position.step ?? NaN);
    const edited = own.map((at) => edits[at]?.step ?? NaN);
    return (
      (parent === null || ids.has(parent)) &&
      isRising(steps) &&
      isRising(edited) &&
      steps.at(-1)! <= end &&
      (edited.at(-1) ?? 0) <= end &&
      kept.every((at) => states[at]!.editCount <= own.length)
    );
  });
}

/** Never false for NaN by chance: nothing is at least NaN. */
const isRising = (steps: readonly number[]): boolean => steps.every((step, i) => step >= (steps[i - 1] ?? 0));

/** Whether every state and edit is of the parameters that a document has. */
export function fitsDocument({ states, edits }: StoredTimeline, { parameters }: NetworkDocument): boolean {
  const ids = Object.keys(parameters);
  const isWhole = (table: Table<Float64Array>): boolean =>
    Object.keys(table).length === ids.length && ids.every((each) => table[each]?.length === parameters[each]!.length);
  return (
    states.every((state) => isWhole(state.parameters)) &&
    edits.every(
      ({ edit }) =>
        edit.kind !== 'parameters' ||
        Object.entries(edit.patches).every(([each, { indices, values }]) => {
          const length = parameters[each]?.length ?? 0;
          return indices
            ? indices.length === values.length && indices.every((index) => index < length)
            : values.length === length;
        }),
    )
  );
}
