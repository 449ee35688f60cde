/** Rows of a table that point the same way as one of them: cosine = a·b / (|a| |b|), from -1 to 1; 0 beside a row of zeros. */
export interface NearestRows {
  /** Nearest first; equal ones in the table's order. The row itself is left out. */
  readonly rows: Int32Array;
  readonly cosines: Float64Array;
}

/** @param table [rows, width] @throws RangeError when there is no such row */
export function nearestRows(table: Float64Array, width: number, row: number, most: number): NearestRows {
  const count = table.length / width;
  if (!Number.isInteger(row) || row < 0 || row >= count) {
    throw new RangeError(`Row ${row} is not in this table of ${count} rows.`);
  }
  const lengthOf = (at: number): number => {
    let squares = 0;
    for (let i = at * width; i < (at + 1) * width; i++) squares += table[i]! * table[i]!;
    return Math.sqrt(squares);
  };
  const own = lengthOf(row);
  const found: { row: number; cosine: number }[] = [];
  for (let other = 0; other < count; other++) {
    if (other === row) continue;
    let dot = 0;
    for (let i = 0; i < width; i++) dot += table[row * width + i]! * table[other * width + i]!;
    const lengths = own * lengthOf(other);
    const cosine = lengths > 0 ? Math.max(-1, Math.min(1, dot / lengths)) : 0;
    found.push({ row: other, cosine });
  }
  found.sort((a, b) => b.cosine - a.cosine || a.row - b.row);
  const nearest = found.slice(0, most);
  return {
    rows: Int32Array.from(nearest, (one) => one.row),
    cosines: Float64Array.from(nearest, (one) => one.cosine),
  };
}
