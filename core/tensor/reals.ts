/** Real numbers in a typed array, in either precision. A float32 array rounds what is stored into it to the nearest float32. */
export type Reals = Float64Array | Float32Array;

/** The first value that is not a finite number; undefined when all are. */
export function firstNonFinite(values: Reals): number | undefined {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0; // NaN as soon as one is not finite
  if (sum === 0) return undefined;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return values[i]!;
  return undefined;
}
