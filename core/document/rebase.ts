/** Edits made while training went on: the entries that a person changed, put onto what training has made of the rest. */
import type { Change } from './change.ts';
import type { NetworkDocument } from './document.ts';

/**
 * The same changes on a later document. Of a parameter only the entries that differ are set; of settings only the fields.
 *
 * @returns changes that `apply` takes for `document`
 */
export function rebase(changes: readonly Change[], document: NetworkDocument): Change[] {
  return changes.map((change) => {
    const now = document[change.table][change.id];
    if (now === change.before) return change;
    return { ...change, before: now, after: carried(change.before, change.after, now) } as Change;
  });
}

function carried(before: unknown, after: unknown, now: unknown): unknown {
  if (before instanceof Float64Array && after instanceof Float64Array && now instanceof Float64Array) {
    if (before.length !== after.length || now.length !== after.length) return after;
    return now.map((value, i) => (before[i] === after[i] ? value : after[i]!));
  }
  if (isPlain(before) && isPlain(after) && isPlain(now)) {
    const changed = Object.entries(after).filter(([key, value]) => before[key] !== value);
    return { ...now, ...Object.fromEntries(changed) };
  }
  return after;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
