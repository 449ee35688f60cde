/**
 * A matrix as cells of colour: one pixel of the picture per cell, or, where there are more columns or rows than pixels, the
 * strongest of those that share one, so that none is averaged away.
 */
import type { Ramp } from '../../theme/ramp.ts';

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: ArrayLike<number>;
}

/** @param range the value of full colour @param width @param height pixels that there are */
export function paintMatrix(
  canvas: HTMLCanvasElement,
  { rows, columns, values }: Matrix,
  ramp: Ramp,
  { range, width, height }: { readonly range: number; readonly width: number; readonly height: number },
): void {
  const context = canvas.getContext('2d');
  if (!context || rows === 0 || columns === 0) return;
  const shownRows = Math.max(1, Math.min(rows, Math.floor(height)));
  const shownColumns = Math.max(1, Math.min(columns, Math.floor(width)));
  if (canvas.width !== shownColumns) canvas.width = shownColumns;
  if (canvas.height !== shownRows) canvas.height = shownRows;
  const image = context.createImageData(shownColumns, shownRows);
  const pixels = new Uint32Array(image.data.buffer);
  const strongest = new Float64Array(shownRows * shownColumns);
  for (let row = 0; row < rows; row++) {
    const start = Math.floor((row * shownRows) / rows) * shownColumns;
    for (let column = 0; column < columns; column++) {
      const cell = start + Math.floor((column * shownColumns) / columns);
      const value = values[row * columns + column]!;
      if (Math.abs(value) >= Math.abs(strongest[cell]!)) strongest[cell] = value;
    }
  }
  for (let i = 0; i < pixels.length; i++) pixels[i] = ramp.packed(strongest[i]! / range);
  context.putImageData(image, 0, 0);
}
