import type { PreparedData } from '../data/data-settings.ts';
import type { Examples } from './chain-rule.ts';

/** Rows of the prepared data one after another; all training rows unless said. */
export function examplesOf(
  { inputs, targets, inputValues, targetValues, trainingRows }: PreparedData,
  rows: Uint32Array = trainingRows,
): Examples {
  const pick = (values: Float64Array, width: number): Float64Array => {
    const picked = new Float64Array(rows.length * width);
    rows.forEach((row, i) => picked.set(values.subarray(row * width, (row + 1) * width), i * width));
    return picked;
  };
  return { rows: rows.length, inputs: pick(inputValues, inputs.length), targets: pick(targetValues, targets.length) };
}
