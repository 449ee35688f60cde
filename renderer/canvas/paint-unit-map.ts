import type { Ramp } from '../theme/ramp.ts';

/**
 * A square picture of `cells` by `cells` values, one pixel each; the page stretches it smoothly.
 *
 * @param values [cells * cells], -1 .. 1, row by row from the top; null leaves it empty
 */
export function paintUnitMap(
  context: CanvasRenderingContext2D,
  cells: number,
  values: Float64Array | null,
  ramp: Ramp,
): void {
  if (values?.length !== cells * cells) {
    context.clearRect(0, 0, cells, cells);
    return;
  }
  const image = new ImageData(cells, cells);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < values.length; i++) pixels[i] = ramp.packed(values[i]!);
  context.putImageData(image, 0, 0);
}
