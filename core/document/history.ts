/**
 * What can be undone and redone: one entry per gesture, bounded by count and by memory. Entries near the present hold what they
 * changed whole; those farther away are slim, and made whole again when their turn comes.
 */
import { difference, invert, type Change } from './change.ts';
import type { NetworkDocument } from './document.ts';
import {
  asKnown,
  beginsAnother,
  documentAt,
  hasArrays,
  isPatched,
  patchedTo,
  slimmed,
  type Slim,
} from './slim-entry.ts';
import type { Mark, RecalledState, TrainingPlace } from './training-place.ts';

export interface HistoryEntry {
  /** What the person did, for the menu: `Undo move`. */
  readonly label: string;
  readonly changes: readonly Change[];
  readonly besides?: Besides | undefined;
  /** The states before and after it; the one after is the one before of the next entry. */
  readonly from?: Mark;
  readonly to?: Mark;
  /** What it does to parameters and position, where `changes` does not say so. */
  readonly slim?: Slim;
}

/** What goes back and forth with an entry outside of the document, such as the file that an opened project belongs to. */
export interface Besides {
  readonly undo: () => void;
  readonly redo: () => void;
}

/** A way back or forth: changes for the document, what to do besides, and the history after it. */
export interface Travel {
  readonly changes: Change[];
  readonly besides: (() => void) | undefined;
  readonly history: History;
  readonly label: string;
}

export interface History {
  readonly done: readonly HistoryEntry[];
  readonly undone: readonly HistoryEntry[];
}

export const MOST_ENTRIES = 1000;
/** Bytes: 512 MiB. Entries far from the present are slim from there on; the oldest go where that does not help. */
export const MOST_BYTES = 512 * 1024 * 1024;

export const emptyHistory: History = { done: [], undone: [] };

/** Adds what was done and forgets what had been undone. */
export function record(history: History, entry: HistoryEntry, mostBytes = MOST_BYTES): History {
  if (entry.changes.length === 0 && !entry.besides) return history;
  return withinBudget({ done: [...history.done, entry].slice(-MOST_ENTRIES), undone: [] }, mostBytes);
}

/** @returns what undoes the last entry, which is whole; null when there is nothing to undo */
export function undo(history: History, mostBytes = MOST_BYTES): Travel | null {
  const entry = history.done.at(-1);
  if (!entry) return null;
  const after = { done: history.done.slice(0, -1), undone: [...history.undone, entry] };
  return {
    changes: invert(entry.changes),
    besides: entry.besides?.undo,
    history: withinBudget(after, mostBytes),
    label: entry.label,
  };
}

export function redo(history: History, mostBytes = MOST_BYTES): Travel | null {
  const entry = history.undone.at(-1);
  if (!entry) return null;
  const after = { done: [...history.done, entry], undone: history.undone.slice(0, -1) };
  return {
    changes: [...entry.changes],
    besides: entry.besides?.redo,
    history: withinBudget(after, mostBytes),
    label: entry.label,
  };
}

export type Direction = 'undo' | 'redo';

/** What training has to bring back before the next entry can be undone or redone. */
export type Awaited = { readonly place: TrainingPlace } | 'nothing' | 'lost';

/** @returns `lost` where neither the history nor training has that state any more */
export function awaited(history: History, direction: Direction): Awaited {
  const entry = nextIn(history, direction);
  if (entry?.slim?.kind !== 'trained') return 'nothing';
  const { done } = history;
  const place = direction === 'undo' ? wayBefore(done, done.length - 1)?.place : entry.to?.place;
  return place ? { place } : 'lost';
}

/** Runs, by the number of their load, that training has to have for all that can be undone and redone. */
export function runsAsked({ done, undone }: History): ReadonlySet<number> {
  const asks = ({ slim }: HistoryEntry): boolean => slim?.kind === 'trained';
  const places = [
    ...done.map((entry, i) => (asks(entry) ? wayBefore(done, i)?.place : null)),
    ...undone.map((entry) => (asks(entry) ? entry.to?.place : null)),
  ];
  return new Set(places.flatMap((place) => place?.run ?? []));
}

/**
 * The history with the next entry whole again, so that it can be undone or redone.
 *
 * @param document the present one
 * @param recalled what training brought back, where it was asked
 * @param known documents by whose objects values are told apart, such as the one that was saved
 */
export function madeWhole(
  history: History,
  direction: Direction,
  document: NetworkDocument,
  recalled: RecalledState | null = null,
  known: readonly NetworkDocument[] = [],
): History {
  const entry = nextIn(history, direction);
  if (!entry?.slim) return history;
  const { changes, slim, ...rest } = entry;
  const isUndo = direction === 'undo';
  const state = recalled && (isUndo ? broughtOn(recalled, history.done) : recalled);
  const there = documentAt(isUndo ? 'before' : 'after', { changes, slim }, document, state);
  const other = asKnown(there, [document, ...known]);
  const whole = { ...rest, changes: isUndo ? difference(other, document) : difference(document, other) };
  return isUndo
    ? { ...history, done: [...history.done.slice(0, -1), whole] }
    : { ...history, undone: [...history.undone.slice(0, -1), whole] };
}

/** Without the entries of a direction: the state that they begin with is lost. */
export const cutOff = (history: History, direction: Direction): History =>
  direction === 'undo' ? { ...history, done: [] } : { ...history, undone: [] };

const nextIn = ({ done, undone }: History, direction: Direction): HistoryEntry | undefined =>
  (direction === 'undo' ? done : undone).at(-1);

/**
 * From where training comes to the state before an entry: a place, and the edits from there on, all of them slim. They are of one
 * network, since training can go back in the network alone that the document has then.
 */
function wayBefore(
  done: readonly HistoryEntry[],
  index: number,
): { readonly place: TrainingPlace; readonly edits: readonly HistoryEntry[] } | null {
  for (let i = index; i >= 0; i--) {
    const place = done[i]!.from?.place;
    if (place) return { place, edits: done.slice(i, index) };
    const before = done[i - 1];
    if (!before || before.to !== done[i]!.from || beginsAnother(before.changes)) return null;
    if (before.slim ? !isPatched(before.slim) : hasArrays(before.changes)) return null;
  }
  return null;
}

/** A recalled state with the edits after it, up to the last entry. */
function broughtOn(recalled: RecalledState, done: readonly HistoryEntry[]): RecalledState {
  const edits = wayBefore(done, done.length - 1)?.edits ?? [];
  const parameters = edits.reduce(
    (table, { slim }) => (slim ? patchedTo('after', slim, table) : table),
    recalled.parameters,
  );
  return { ...recalled, parameters };
}

/** Makes the entries slim that are farthest from the present, and gives up the farthest when that is not enough. */
function withinBudget(history: History, most: number): History {
  let { done, undone } = history;
  if ([...done, ...undone].reduce((sum, each) => sum + weightOf(each).alone, 0) <= most) return history;
  while (allBytes([...done, ...undone]) > most) {
    const oldest = done.findIndex(canBeSlim);
    const newest = undone.findIndex(canBeSlim);
    const distance = oldest < 0 ? 0 : done.length - oldest;
    const distanceForth = newest < 0 ? 0 : undone.length - newest;
    if (distance === 0 && distanceForth === 0) {
      if (done.length + undone.length <= 1) break;
      if (done.length >= undone.length) done = done.slice(1);
      else undone = undone.slice(1);
    } else if (distance >= distanceForth) {
      const slim = slimmed(done[oldest]!.changes, wayBefore(done, oldest) !== null);
      done = done.with(oldest, { ...done[oldest]!, ...slim });
    } else {
      const slim = slimmed(undone[newest]!.changes, Boolean(undone[newest]!.to?.place));
      undone = undone.with(newest, { ...undone[newest]!, ...slim });
    }
  }
  return { done, undone };
}

const canBeSlim = ({ changes, slim }: HistoryEntry): boolean => !slim && hasArrays(changes);

/** What an entry keeps alive: arrays of numbers, which others may share, and roughly the bytes of all else. */
interface Weight {
  readonly arrays: readonly ArrayBufferView[];
  readonly rest: number;
  /** With all of its arrays. */
  readonly alone: number;
}

/** Counted once, since an entry never changes. */
const weights = new WeakMap<HistoryEntry, Weight>();

function weightOf(entry: HistoryEntry): Weight {
  let weight = weights.get(entry);
  if (weight) return weight;
  const counted = new Set<object>();
  const { changes, slim } = entry;
  const rest = [slim, ...changes.flatMap(({ before, after }) => [before, after])].reduce(
    (sum: number, value: unknown) => sum + newBytes(value, counted),
    0,
  );
  const arrays = [...counted].filter((value) => ArrayBuffer.isView(value));
  const alone = arrays.reduce((sum, { byteLength }) => sum + byteLength, rest);
  weights.set(entry, (weight = { arrays, rest, alone }));
  return weight;
}

function allBytes(entries: readonly HistoryEntry[]): number {
  const counted = new Set<ArrayBufferView>();
  let bytes = 0;
  for (const entry of entries) {
    const { arrays, rest } = weightOf(entry);
    bytes += rest;
    for (const array of arrays) {
      if (counted.has(array)) continue;
      counted.add(array);
      bytes += array.byteLength;
    }
  }
  return bytes;
}

/** Bytes that a history keeps alive: what two entries share counts once. */
export const historyBytes = ({ done, undone }: History): number => allBytes([...done, ...undone]);

/** What a number, a text or a field costs, roughly. */
const SMALL = 16;

/** Roughly the bytes that a value keeps alive beside its arrays of numbers, without what is in `counted`, where it puts all it finds. */
function newBytes(value: unknown, counted: Set<object>): number {
  if (typeof value !== 'object' || value === null) return SMALL;
  if (counted.has(value)) return 0;
  counted.add(value);
  if (ArrayBuffer.isView(value)) return 0;
  if (Array.isArray(value) && typeof value[0] === 'string') return SMALL * value.length;
  return Object.values(value).reduce((sum: number, part: unknown) => sum + newBytes(part, counted), 0);
}
