/** What a person changed between two steps of a run: of parameters, the entries that changed and no others. */
import type { Constraint, Constraints, Table, TrainingSettings } from '../document/document.ts';
import type { Trainer } from './trainer.ts';

/** New values of one parameter's entries. */
export interface Patch {
  /** In ascending order; null = all of them. */
  readonly indices: Uint32Array | null;
  readonly values: Float64Array;
}

export type Edit =
  | { readonly kind: 'parameters'; readonly patches: Table<Patch> }
  | { readonly kind: 'settings'; readonly settings: TrainingSettings }
  | { readonly kind: 'constraints'; readonly constraints: Constraints };

export interface PlacedEdit {
  /** Made after so many updates, before the next. */
  readonly step: number;
  readonly edit: Edit;
}

/** What an edit costs beside its numbers, roughly. */
const SMALL = 200;
/** A patch of more than this share of a parameter's entries is kept whole: an index costs half a value. */
const MOST_PATCHED = 2 / 3;

/** The entries in which parameters differ from those that there are; parameters that do not differ are left out. */
export function patchesOf(wanted: Table<Float64Array>, present: (id: string) => Float64Array): Table<Patch> {
  const patches: Record<string, Patch> = {};
  for (const [id, values] of Object.entries(wanted)) {
    const before = present(id);
    const indices: number[] = [];
    values.forEach((value, i) => {
      if (!Object.is(value, before[i])) indices.push(i);
    });
    if (indices.length > MOST_PATCHED * values.length) patches[id] = { indices: null, values: values.slice() };
    else if (indices.length > 0) {
      const changed = Float64Array.from(indices, (index) => values[index]!);
      patches[id] = { indices: Uint32Array.from(indices), values: changed };
    }
  }
  return patches;
}

/** Makes an edit again. */
export function applyEdit(trainer: Trainer, edit: Edit): void {
  if (edit.kind === 'constraints') trainer.constrain(edit.constraints);
  else if (edit.kind === 'settings') trainer.configure(edit.settings);
  else {
    const whole = Object.entries(edit.patches).map(([id, patch]) => [id, patchedBy(patch, () => trainer.valuesOf(id))]);
    trainer.setParameters(Object.fromEntries(whole) as Table<Float64Array>);
  }
}

/** Two edits in a row as one, where they are of one kind: a knob that is being turned. */
export function mergedEdit(first: Edit, second: Edit): Edit | null {
  if (first.kind !== second.kind) return null;
  if (first.kind !== 'parameters' || second.kind !== 'parameters') return second;
  const patches: Record<string, Patch> = { ...first.patches };
  for (const [id, patch] of Object.entries(second.patches)) {
    const before = patches[id];
    patches[id] = before ? mergedPatch(before, patch) : patch;
  }
  return { kind: 'parameters', patches };
}

/** Roughly the bytes that it keeps alive. */
export function editBytes(edit: Edit): number {
  if (edit.kind === 'settings') return SMALL;
  if (edit.kind === 'constraints') {
    const { constraints, ties } = edit.constraints;
    return Object.values(constraints).reduce(
      (sum, one) => sum + constraintBytes(one),
      SMALL + SMALL * Object.keys(ties).length,
    );
  }
  return Object.values(edit.patches).reduce(
    (sum, { indices, values }) => sum + (indices?.byteLength ?? 0) + values.byteLength,
    SMALL,
  );
}

const constraintBytes = ({ frozen, minimum, maximum }: Constraint): number =>
  [frozen, minimum, maximum].reduce((sum, part) => sum + (part?.byteLength ?? 0), 0);

/** @param present makes a copy of the values that there are */
function patchedBy({ indices, values }: Patch, present: () => Float64Array): Float64Array {
  if (!indices) return values;
  const whole = present();
  indices.forEach((index, i) => (whole[index] = values[i]!));
  return whole;
}

function mergedPatch(first: Patch, second: Patch): Patch {
  if (!second.indices) return second;
  if (!first.indices) return { indices: null, values: patchedBy(second, () => first.values.slice()) };
  const all = new Map<number, number>();
  for (const { indices, values } of [first, second]) indices!.forEach((index, i) => all.set(index, values[i]!));
  const inOrder = [...all].sort(([a], [b]) => a - b);
  return {
    indices: Uint32Array.from(inOrder, ([index]) => index),
    values: Float64Array.from(inOrder, ([, value]) => value),
  };
}
