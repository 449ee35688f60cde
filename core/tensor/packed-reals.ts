/** Numbers that are float32 anyway, as those of large networks are, kept in half the room; they come back to the same bits. */
import type { Reals } from './reals.ts';

/** As float32 where that loses nothing; otherwise the array itself. */
export function packedReals(values: Float64Array): Reals {
  const single = new Float32Array(values);
  for (let i = 0; i < values.length; i++) if (single[i] !== values[i]) return values;
  return single;
}

export const unpackedReals = (values: Reals): Float64Array =>
  values instanceof Float64Array ? values : new Float64Array(values);
