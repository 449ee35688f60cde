import { decimate } from '../../charts/step-values.ts';

/** A line of at most 1,200 points that keeps every peak; the i-th value belongs to step `first + i`. */
export function pointsOf(values: Float64Array, first: number): { x: number; y: number }[] {
  const { x, y } = decimate(values, 600);
  return Array.from(x, (place, i) => ({ x: place - 1 + first, y: y[i]! }));
}
