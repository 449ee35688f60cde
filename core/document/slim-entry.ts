/**
 * An entry of the history without the numbers that can be had otherwise: of an edit only the values that it changed, of training
 * nothing but where it was, and whole arrays, packed, where neither will do. Made whole again, it holds the very bits.
 */
import { packedReals, unpackedReals } from '../tensor/packed-reals.ts';
import type { Reals } from '../tensor/reals.ts';
import { apply, invert, type Change } from './change.ts';
import { ONLY, type NetworkDocument, type RunPosition, type Table, type TableName } from './document.ts';
import { areOfOneShape, areSameBits, isSamePosition } from './same-bits.ts';
import type { RecalledState } from './training-place.ts';

/** Entries of one parameter, before and after. */
interface Patch {
  readonly kind: 'patch';
  readonly id: string;
  readonly indices: Uint32Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
}

interface Whole {
  readonly kind: 'whole';
  readonly id: string;
  readonly before: Reals | undefined;
  readonly after: Reals | undefined;
}

interface PackedPosition {
  readonly rest: RunPosition;
  readonly moments: Table<Reals>;
}

export type Slim =
  | {
      readonly kind: 'values';
      readonly parts: readonly (Patch | Whole)[];
      /** null = it stayed as it was. */
      readonly run: { readonly before: PackedPosition | undefined; readonly after: PackedPosition | undefined } | null;
    }
  /** All parameters and the position come from training; whether there was a position at all, before and after. */
  | { readonly kind: 'trained'; readonly wasBegun: boolean; readonly isBegun: boolean };

/** What an entry does to the document, slim or whole. */
export interface SlimChanges {
  readonly changes: readonly Change[];
  readonly slim: Slim;
}

type Side = 'before' | 'after';

/** A value in a patch costs 20 bytes, in two whole arrays 8 to 16. */
const MOST_PATCHED = 0.3;

const isHeavy = ({ table }: Change): boolean => table === 'parameters' || table === 'run';

/** Whether an entry holds arrays that it need not hold. */
export const hasArrays = (changes: readonly Change[]): boolean => changes.some(isHeavy);

/** With any of these changed, the two sides of an entry are states of different networks. */
const OF_THE_NETWORK: ReadonlySet<TableName> = new Set(['layers', 'connections', 'data']);

/** Whether training before and after an entry may be that of different networks. */
export const beginsAnother = (changes: readonly Change[]): boolean =>
  changes.some(({ table }) => OF_THE_NETWORK.has(table));

/** Whether training alone can have made an entry: it moves numbers, and neither adds nor takes away any. */
const isOfTraining = (changes: readonly Change[]): boolean =>
  changes.some(({ table }) => table === 'run') &&
  !beginsAnother(changes) &&
  changes.every((change) => {
    if (change.table === 'parameters') return change.before?.length === change.after?.length;
    if (change.table === 'run') {
      return !change.before || !change.after || areOfOneShape(change.before.moments, change.after.moments);
    }
    return change.table !== 'training';
  });

/** @param isRecallable whether training can come to the states that undo or redo will ask for */
export function slimmed(changes: readonly Change[], isRecallable: boolean): SlimChanges {
  const light = changes.filter((change) => !isHeavy(change));
  const run = changes.find((change) => change.table === 'run');
  const parts = (): (Patch | Whole)[] =>
    changes.flatMap((change) =>
      change.table === 'parameters' ? [partOf(change.id, change.before, change.after)] : [],
    );
  if (run && isRecallable && isOfTraining(changes)) {
    const slim = { kind: 'trained', wasBegun: run.before !== undefined, isBegun: run.after !== undefined } as const;
    return { changes: light, slim };
  }
  const packed = run && { before: packedPosition(run.before), after: packedPosition(run.after) };
  return { changes: light, slim: { kind: 'values', parts: parts(), run: packed ?? null } };
}

/** Whether the values of one side follow from those of the other. */
export const isPatched = (slim: Slim): boolean =>
  slim.kind === 'values' && slim.run === null && slim.parts.every(({ kind }) => kind === 'patch');

/** Parameters that were there before and are not after. */
export const takenAway = (slim: Slim): Table<Float64Array> =>
  Object.fromEntries(
    (slim.kind === 'values' ? slim.parts : []).flatMap((part) =>
      part.kind === 'whole' && part.before && !part.after ? [[part.id, unpackedReals(part.before)]] : [],
    ),
  );

/** Parameters of one side of a patched entry, from those of the other. */
export function patchedTo(side: Side, slim: Slim, parameters: Table<Float64Array>): Table<Float64Array> {
  if (slim.kind !== 'values') return parameters;
  const next: Record<string, Float64Array> = { ...parameters };
  for (const part of slim.parts) {
    if (part.kind === 'patch') next[part.id] = withValues(next[part.id]!, part.indices, part[side]);
    else if (part[side]) next[part.id] = unpackedReals(part[side]);
    else delete next[part.id];
  }
  return next;
}

/**
 * The document on one side of a slim entry, from the one on its other side.
 *
 * @param recalled the state of that side, of an entry that was training
 */
export function documentAt(
  side: Side,
  { changes, slim }: SlimChanges,
  document: NetworkDocument,
  recalled: RecalledState | null,
): NetworkDocument {
  const next = apply(document, side === 'after' ? changes : invert(changes));
  if (slim.kind === 'values') {
    const parameters = slim.parts.length > 0 ? patchedTo(side, slim, next.parameters) : next.parameters;
    return { ...next, parameters, run: slim.run ? runOf(unpackedPosition(slim.run[side])) : next.run };
  }
  if (!recalled || !areOfOneShape(recalled.parameters, document.parameters)) {
    throw new Error('internal: an entry of training needs the state that it goes to, whole; nothing was changed');
  }
  const isBegun = side === 'after' ? slim.isBegun : slim.wasBegun;
  return {
    ...next,
    parameters: { ...next.parameters, ...recalled.parameters },
    run: runOf(isBegun ? recalled.position : undefined),
  };
}

/** With the very objects that other documents hold, where the bits are theirs: documents are told apart by identity. */
export function asKnown(document: NetworkDocument, known: readonly NetworkDocument[]): NetworkDocument {
  const arrays = Object.entries(document.parameters).map(([id, values]) => [
    id,
    known.map(({ parameters }) => parameters[id]).find((other) => other && areSameBits(values, other)) ?? values,
  ]);
  const position = document.run[ONLY];
  const positions = known.flatMap(({ run }) => run[ONLY] ?? []);
  const same = position && positions.find((other) => isSamePosition(position, other));
  return {
    ...document,
    parameters: Object.fromEntries(arrays) as Table<Float64Array>,
    run: same ? { ...document.run, [ONLY]: same } : document.run,
  };
}

const runOf = (position: RunPosition | undefined): NetworkDocument['run'] => (position ? { [ONLY]: position } : {});

function partOf(id: string, before: Float64Array | undefined, after: Float64Array | undefined): Patch | Whole {
  const indices = before && after && before.length === after.length ? differing(before, after) : null;
  if (!indices) return { kind: 'whole', id, before: before && packed(before), after: after && packed(after) };
  const valuesOf = (values: Float64Array): Float64Array => Float64Array.from(indices, (index) => values[index]!);
  return { kind: 'patch', id, indices: Uint32Array.from(indices), before: valuesOf(before!), after: valuesOf(after!) };
}

/** Where two arrays differ; null where they do in too many places. */
function differing(before: Float64Array, after: Float64Array): number[] | null {
  const most = MOST_PATCHED * before.length;
  const indices: number[] = [];
  for (let i = 0; i < before.length; i++) {
    if (Object.is(before[i], after[i])) continue;
    indices.push(i);
    if (indices.length > most) return null;
  }
  return indices;
}

function withValues(values: Float64Array, indices: Uint32Array, wanted: Float64Array): Float64Array {
  const next = values.slice();
  indices.forEach((index, i) => (next[index] = wanted[i]!));
  return next;
}

/** Two entries that hold the same array hold it packed once. */
const alreadyPacked = new WeakMap<Float64Array, Reals>();

function packed(values: Float64Array): Reals {
  let found = alreadyPacked.get(values);
  if (!found) alreadyPacked.set(values, (found = packedReals(values)));
  return found;
}

const eachOf = <A, B>(table: Table<A>, change: (value: A) => B): Table<B> =>
  Object.fromEntries(Object.entries(table).map(([id, value]) => [id, change(value)]));

const packedPosition = (position: RunPosition | undefined): PackedPosition | undefined =>
  position && { rest: { ...position, moments: {} }, moments: eachOf(position.moments, packed) };

const unpackedPosition = (position: PackedPosition | undefined): RunPosition | undefined =>
  position && { ...position.rest, moments: eachOf(position.moments, unpackedReals) };
