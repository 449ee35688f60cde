/** Keeps everything that belongs to a parameter in step when its entries come, go or move. */
import type { Draft } from '../change.ts';
import { moveConstraints, removeConstraints } from './move-constraints.ts';
import { ONLY } from '../document.ts';

/**
 * Gives a parameter `length` entries: entry i is the old entry `oldIndex(i)`, or `fill(i)` where that is -1. Its names,
 * what it is held to and the optimizer's state move with it.
 */
export function reshapeParameter(
  draft: Draft,
  id: string,
  length: number,
  oldIndex: (index: number) => number,
  fill: (index: number) => number,
): void {
  const { parameters, labels } = draft.document;
  const pick = (values: Float64Array | undefined, otherwise: (index: number) => number): Float64Array =>
    Float64Array.from({ length }, (_, i) => {
      const old = oldIndex(i);
      return old < 0 || !values ? otherwise(i) : (values[old] ?? 0);
    });
  draft.set('parameters', id, pick(parameters[id], fill));
  const names = labels[id];
  if (names) {
    draft.set(
      'labels',
      id,
      Array.from({ length }, (_, i) => (oldIndex(i) < 0 ? '' : (names[oldIndex(i)] ?? ''))),
    );
  }
  moveConstraints(draft, id, length, oldIndex);
  mapMoments(draft, id, (moment) => pick(moment, () => 0));
}

/** Takes a parameter away, with its names and the optimizer's state. */
export function removeParameter(draft: Draft, id: string): void {
  draft.set('parameters', id, undefined);
  draft.set('labels', id, undefined);
  removeConstraints(draft, id);
  mapMoments(draft, id, () => null);
}

function mapMoments(draft: Draft, id: string, change: (moment: Float64Array) => Float64Array | null): void {
  const position = draft.document.run[ONLY];
  if (!position) return;
  const keys = Object.keys(position.moments).filter((key) => key.slice(key.indexOf('/') + 1) === id);
  if (keys.length === 0) return;
  const moments = { ...position.moments };
  for (const key of keys) {
    const next = change(moments[key]!);
    if (next) moments[key] = next;
    else delete moments[key];
  }
  draft.set('run', ONLY, { ...position, moments });
}
