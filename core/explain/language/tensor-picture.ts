/** A tensor as a picture of cells with its numbers in short: smallest, largest, mean, deviation, and how its values spread. */
export interface TensorPicture {
  /** Of the tensor, [rows, columns]; a vector is one row. */
  readonly rows: number;
  readonly columns: number;
  /** Cells of the picture: at most `most` each way. Where one stands for several entries, it has the one farthest from 0. */
  readonly cellRows: number;
  readonly cellColumns: number;
  /** [cellRows, cellColumns] */
  readonly values: Float64Array;
  /** Which entry of the tensor each cell shows. */
  readonly entries: Uint32Array;
  readonly smallest: number;
  readonly largest: number;
  readonly mean: number;
  /** √(Σ (x - mean)² / n) */
  readonly deviation: number;
  /** Entries in each of equally wide steps from `smallest` to `largest`, which belongs to the last. */
  readonly histogram: Uint32Array;
}

export const HISTOGRAM_STEPS = 40;

/** @param columns of the tensor @param most cells each way */
export function tensorPicture(tensor: Float64Array, columns: number, most: number): TensorPicture {
  const rows = tensor.length / columns;
  const [cellRows, cellColumns] = [Math.min(rows, most), Math.min(columns, most)];
  const values = new Float64Array(cellRows * cellColumns);
  const entries = new Uint32Array(cellRows * cellColumns);
  const isSet = new Uint8Array(cellRows * cellColumns);
  let [smallest, largest, sum] = [Infinity, -Infinity, 0];
  for (let i = 0; i < tensor.length; i++) {
    const value = tensor[i]!;
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    sum += value;
    const [row, column] = [Math.floor(i / columns), i % columns];
    const cell = Math.floor((row * cellRows) / rows) * cellColumns + Math.floor((column * cellColumns) / columns);
    if (isSet[cell] === 1 && Math.abs(value) <= Math.abs(values[cell]!)) continue;
    isSet[cell] = 1;
    values[cell] = value;
    entries[cell] = i;
  }
  const mean = sum / tensor.length;
  const histogram = new Uint32Array(HISTOGRAM_STEPS);
  const span = largest - smallest;
  let squares = 0;
  for (let i = 0; i < tensor.length; i++) {
    const off = tensor[i]! - mean;
    squares += off * off;
    const step = span > 0 ? Math.floor(((tensor[i]! - smallest) / span) * HISTOGRAM_STEPS) : 0;
    histogram[Math.min(HISTOGRAM_STEPS - 1, step)]!++;
  }
  const deviation = Math.sqrt(squares / tensor.length);
  return { rows, columns, cellRows, cellColumns, values, entries, smallest, largest, mean, deviation, histogram };
}
