/** What can be undone and redone: one entry per gesture, bounded by count and by memory. */
import { invert, type Change } from './change.ts';

export interface HistoryEntry {
  /** What the person did, for the menu: `Undo move`. */
  readonly label: string;
  readonly changes: readonly Change[];
  readonly besides?: Besides | undefined;
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
/**
 * 512 MiB: 200 levels at 100,000 parameters even where every entry is training with Adam, which replaces 24 bytes a parameter
 * (a value and two moments in float64); above that fewer, and the newest in any case.
 */
export const MOST_BYTES = 512 * 1024 * 1024;

export const emptyHistory: History = { done: [], undone: [] };

/** Adds what was done and forgets what had been undone; the oldest entries go when there are too many. */
export function record(history: History, entry: HistoryEntry): History {
  if (entry.changes.length === 0 && !entry.besides) return history;
  const done = [...history.done, entry].slice(-MOST_ENTRIES);
  if (done.reduce((sum, each) => sum + mostBytes(each), 0) <= MOST_BYTES) return { done, undone: [] };
  const counted = new Set<object>();
  let bytes = 0;
  let first = done.length;
  while (first > 0) {
    bytes += bytesOf(done[first - 1]!, counted);
    if (bytes > MOST_BYTES && first < done.length) break;
    first--;
  }
  return { done: done.slice(first), undone: [] };
}

/** @returns what undoes the last entry; null when there is nothing to undo */
export function undo(history: History): Travel | null {
  const entry = history.done.at(-1);
  if (!entry) return null;
  return {
    changes: invert(entry.changes),
    besides: entry.besides?.undo,
    history: { done: history.done.slice(0, -1), undone: [...history.undone, entry] },
    label: entry.label,
  };
}

export function redo(history: History): Travel | null {
  const entry = history.undone.at(-1);
  if (!entry) return null;
  return {
    changes: [...entry.changes],
    besides: entry.besides?.redo,
    history: { done: [...history.done, entry], undone: history.undone.slice(0, -1) },
    label: entry.label,
  };
}

const alone = new WeakMap<HistoryEntry, number>();

/** What the entry keeps alive if no other one shares it: counted once, since an entry never changes. */
function mostBytes(entry: HistoryEntry): number {
  let bytes = alone.get(entry);
  if (bytes === undefined) alone.set(entry, (bytes = bytesOf(entry, new Set())));
  return bytes;
}

function bytesOf({ changes }: HistoryEntry, counted: Set<object>): number {
  return changes.reduce((sum, { before, after }) => sum + newBytes(before, counted) + newBytes(after, counted), 0);
}

/** What a number, a text or a field costs, roughly. */
const SMALL = 16;

/** Roughly the bytes that a value keeps alive, without those in `counted`, where it puts what it finds. */
function newBytes(value: unknown, counted: Set<object>): number {
  if (typeof value !== 'object' || value === null) return SMALL;
  if (counted.has(value)) return 0;
  counted.add(value);
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (Array.isArray(value) && typeof value[0] === 'string') return SMALL * value.length;
  return Object.values(value).reduce((sum: number, part: unknown) => sum + newBytes(part, counted), 0);
}
