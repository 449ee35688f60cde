/** Paints what the network says: a field of colours over two inputs, or a curve over one. */
import type { ForwardResult } from '../../../core/engine/sliced-forward.ts';
import type { Palette } from '../../theme/theme.svelte.ts';
import type { Span } from '../../state/maps.svelte.ts';
import type { ShownOutput } from '../../state/output-choice.svelte.ts';
import { winnerPixels } from './winner-pixels.ts';

/** How strong the field is: the examples stand out from what is said about them. */
const OPACITY = 140;

/**
 * @param cells along each side of the picture
 * @param shade turns one row of outputs into -1 .. 1, in place
 */
export function fieldImage(
  result: ForwardResult,
  cells: number,
  outputs: number,
  shown: ShownOutput,
  shade: (row: Float64Array) => void,
  palette: Pick<Palette, 'ramp' | 'classes'>,
): ImageData {
  const image = new ImageData(cells, cells);
  const pixels = new Uint32Array(image.data.buffer);
  const row = new Float64Array(outputs);
  const shares = new Float64Array(shown === 'winner' ? pixels.length * outputs : 0);
  for (let cell = 0; cell < pixels.length; cell++) {
    for (let k = 0; k < outputs; k++) row[k] = result.outputs[cell * outputs + k]!;
    shade(row);
    if (shown === 'winner') for (let k = 0; k < outputs; k++) shares[cell * outputs + k] = (row[k]! + 1) / 2;
    else pixels[cell] = ((palette.ramp.packed(row[shown]!) & 0xffffff) | (OPACITY << 24)) >>> 0;
  }
  if (shown === 'winner') winnerPixels(shares, palette.classes, outputs, pixels);
  return image;
}

/** The axes of zero, then the curve. */
export function strokeCurve(
  context: CanvasRenderingContext2D,
  ys: Float64Array,
  across: Span,
  up: Span,
  palette: Palette,
): void {
  const { width, height } = context.canvas;
  const px = (x: number): number => ((x - across.from) / (across.to - across.from)) * width;
  const py = (y: number): number => (1 - (y - up.from) / (up.to - up.from)) * height;
  context.lineWidth = devicePixelRatio;
  context.strokeStyle = palette.lineStrong;
  context.beginPath();
  context.moveTo(0, py(0));
  context.lineTo(width, py(0));
  context.moveTo(px(0), 0);
  context.lineTo(px(0), height);
  context.stroke();
  context.lineWidth = 2 * devicePixelRatio;
  context.strokeStyle = palette.accent;
  context.beginPath();
  ys.forEach((y, i) => context.lineTo((i / (ys.length - 1)) * width, py(y)));
  context.stroke();
}
