/** Whether numbers that came another way are the very ones that there were: -0 is not 0, and NaN is NaN. */
import type { RunPosition, Table } from './document.ts';

/** Whether two tables have numbers under the same names, as many each. */
export function areOfOneShape(a: Table<Float64Array>, b: Table<Float64Array>): boolean {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => a[id]!.length === b[id]?.length);
}

export function areSameBits(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** What computed it counts by its arithmetic: threads give the same bits. */
export const isSamePosition = (a: RunPosition, b: RunPosition): boolean =>
  a.step === b.step &&
  a.epoch === b.epoch &&
  a.cursor === b.cursor &&
  a.kernels?.arithmetic === b.kernels?.arithmetic &&
  areSameBits(a.order, b.order) &&
  areSameBits(a.random, b.random) &&
  areOfOneShape(a.moments, b.moments) &&
  Object.entries(a.moments).every(([id, values]) => areSameBits(values, b.moments[id]!));
