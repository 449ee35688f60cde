/** What can be undone and redone: one entry per gesture, bounded by count and by memory. */
import { invert, type Change } from './change.ts';

export interface HistoryEntry {
  /** What the person did, for the menu: `Undo move`. */
  readonly label: string;
  readonly changes: readonly Change[];
}

export interface History {
  readonly done: readonly HistoryEntry[];
  readonly undone: readonly HistoryEntry[];
}

export const MOST_ENTRIES = 1000;
export const MOST_BYTES = 256 * 1024 * 1024;

export const emptyHistory: History = { done: [], undone: [] };

/** Adds what was done and forgets what had been undone; the oldest entries go when there are too many. */
export function record(history: History, entry: HistoryEntry): History {
  if (entry.changes.length === 0) return history;
  const done = [...history.done, entry].slice(-MOST_ENTRIES);
  let bytes = 0;
  let first = done.length;
  while (first > 0) {
    bytes += bytesOf(done[first - 1]!);
    if (bytes > MOST_BYTES && first < done.length) break;
    first--;
  }
  return { done: done.slice(first), undone: [] };
}

/** @returns the changes that undo the last entry, and the history after it; null when there is nothing to undo */
export function undo(history: History): { changes: Change[]; history: History; label: string } | null {
  const entry = history.done.at(-1);
  if (!entry) return null;
  return {
    changes: invert(entry.changes),
    history: { done: history.done.slice(0, -1), undone: [...history.undone, entry] },
    label: entry.label,
  };
}

export function redo(history: History): { changes: Change[]; history: History; label: string } | null {
  const entry = history.undone.at(-1);
  if (!entry) return null;
  return {
    changes: [...entry.changes],
    history: { done: [...history.done, entry], undone: history.undone.slice(0, -1) },
    label: entry.label,
  };
}

/** Bytes of numbers that an entry keeps alive. */
function bytesOf({ changes }: HistoryEntry): number {
  return changes.reduce((sum, { before, after }) => sum + numbersIn(before) + numbersIn(after) + 100, 0);
}

function numbersIn(entry: unknown): number {
  if (ArrayBuffer.isView(entry)) return entry.byteLength;
  if (typeof entry !== 'object' || entry === null || !('moments' in entry)) return 0;
  return Object.values(entry.moments as Record<string, Float64Array>).reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  );
}
