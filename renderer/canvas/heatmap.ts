/** A connection's weights as a small matrix picture: a row per target unit, a column per source unit. */
import type { Ramp } from '../theme/ramp.ts';

export interface Cells {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: Float64Array;
}

/**
 * At most `most` rows and columns: where there are more units, a cell stands for several weights and shows the strongest
 * of them, so that none is averaged away.
 *
 * @param weights row-major [rows, columns]
 */
export function strongestCells(weights: Float64Array, rows: number, columns: number, most: number): Cells {
  const [shownRows, shownColumns] = [Math.min(rows, most), Math.min(columns, most)];
  const values = new Float64Array(shownRows * shownColumns);
  for (let row = 0; row < rows; row++) {
    const to = Math.floor((row * shownRows) / rows) * shownColumns;
    for (let column = 0; column < columns; column++) {
      const cell = to + Math.floor((column * shownColumns) / columns);
      const weight = weights[row * columns + column]!;
      if (Math.abs(weight) > Math.abs(values[cell]!)) values[cell] = weight;
    }
  }
  return { rows: shownRows, columns: shownColumns, values };
}

/** One pixel a cell, in the data colours; `range` is the weight of full colour. */
export function paintCells(context: CanvasRenderingContext2D, cells: Cells, ramp: Ramp, range: number): void {
  const { canvas } = context;
  if (canvas.width !== cells.columns) canvas.width = cells.columns;
  if (canvas.height !== cells.rows) canvas.height = cells.rows;
  const image = context.createImageData(cells.columns, cells.rows);
  const pixels = new Uint32Array(image.data.buffer);
  cells.values.forEach((value, i) => (pixels[i] = ramp.packed(value / range)));
  context.putImageData(image, 0, 0);
}

/** Steps between two marks of a ruler, so that about `most` of them fit: 1, 2, 5, 10, 20 ... */
export function rulerStep(count: number, most: number): number {
  let unit = 1;
  for (;;) {
    for (const factor of [1, 2, 5]) if (count / (unit * factor) <= most) return unit * factor;
    unit *= 10;
  }
}
