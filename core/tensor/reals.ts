/** Real numbers in a typed array, in either precision. A float32 array rounds what is stored into it to the nearest float32. */
export type Reals = Float64Array | Float32Array;

/** The first value that is not a finite number; undefined when all are. */
export function firstNonFinite(values: Reals): number | undefined {
  if (values instanceof Float32Array ? areFiniteSingles(values) : areFiniteDoubles(values)) return undefined;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return values[i]!;
  return undefined;
}

/**
 * x · 0 is 0 for finite numbers and NaN for the others, and so is a sum of them. Four sums, since each addition waits for the last.
 * Written twice, since an engine's loop over arrays of two kinds is several times as slow.
 */
function areFiniteSingles(values: Float32Array): boolean {
  const { length } = values;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    a += values[i]! * 0;
    b += values[i + 1]! * 0;
    c += values[i + 2]! * 0;
    d += values[i + 3]! * 0;
  }
  for (; i < length; i++) a += values[i]! * 0;
  return a + b + c + d === 0;
}

function areFiniteDoubles(values: Float64Array): boolean {
  const { length } = values;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    a += values[i]! * 0;
    b += values[i + 1]! * 0;
    c += values[i + 2]! * 0;
    d += values[i + 3]! * 0;
  }
  for (; i < length; i++) a += values[i]! * 0;
  return a + b + c + d === 0;
}
