/** Lines through measurements, which are made at some steps only. */
import { indexAt } from './in-step-order.ts';
import type { Points } from './step-values.ts';

/** A line with as many points as there are measurements, every second one left out until they fit. */
export function measuredPoints<Measured extends { readonly step: number }>(
  all: readonly Measured[],
  valueOf: (measured: Measured) => number | null,
  from: number,
  to: number,
  columns: number,
): Points {
  // One beyond each end, so that the line does not begin in the middle of nowhere.
  const first = Math.max(0, indexAt(all, from));
  const end = Math.min(all.length, indexAt(all, to) + 2);
  const every = Math.max(1, Math.ceil((end - first) / (2 * columns)));
  const x: number[] = [];
  const y: number[] = [];
  for (let i = first; i < end; i++) {
    if ((i - first) % every !== 0 && i !== end - 1) continue;
    const value = valueOf(all[i]!);
    if (value === null) continue;
    x.push(all[i]!.step);
    y.push(value);
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}
