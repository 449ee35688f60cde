/** Paints a loss landscape: darker the higher the loss (by its logarithm, as losses span decades), contours, the run's path. */
import type { Landscape } from '../../../core/training/landscape.ts';
import { formatCount, formatPrecisely } from '../../ui/number-format.ts';
import type { Brush } from '../../pictures/canvas-svg.ts';
import type { Palette } from '../../theme/theme.svelte.ts';

export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly side: number;
}

const CONTOURS = 12;

/** Loss as a height: its logarithm above the lowest, so that a valley shows beside a cliff; 0 .. 1. */
export function heightsOf({ losses }: Landscape): { heights: Float64Array; lowest: number; highest: number } {
  const known = losses.filter(Number.isFinite);
  const lowest = known.reduce((least, loss) => Math.min(least, loss), Infinity);
  const highest = known.reduce((most, loss) => Math.max(most, loss), -Infinity);
  const floor = (highest - lowest) * 1e-3 || 1;
  const span = Math.log((highest - lowest + floor) / floor) || 1;
  return {
    heights: losses.map((loss) => (Number.isFinite(loss) ? Math.log((loss - lowest + floor) / floor) / span : 1)),
    lowest,
    highest,
  };
}

/** The loss at a height of 0 .. 1. */
export function lossAtHeight(height: number, lowest: number, highest: number): number {
  const floor = (highest - lowest) * 1e-3 || 1;
  return lowest + floor * (((highest - lowest + floor) / floor) ** height - 1);
}

/** Paints on an empty canvas. */
export function paintLandscape(
  context: Brush,
  ratio: number,
  { left, top, side }: Frame,
  seen: Landscape,
  at: number,
  palette: Palette,
): void {
  const { size, reach, path } = seen;
  const { heights } = heightsOf(seen);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const small = new OffscreenCanvas(size, size);
  const smallContext = small.getContext('2d')!;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      smallContext.fillStyle = palette.text;
      smallContext.globalAlpha = 0.04 + 0.5 * heights[row * size + column]!;
      smallContext.fillRect(column, size - 1 - row, 1, 1);
    }
  }
  // Cells are centred on their points: the outermost reach half a cell beyond the axes.
  const cell = side / (size - 1);
  context.save();
  context.beginPath();
  context.rect(left, top, side, side);
  context.clip();
  context.imageSmoothingEnabled = true;
  context.drawImage(small, left - cell / 2, top - cell / 2, side + cell, side + cell);
  context.strokeStyle = palette.text;
  context.lineWidth = 0.75;
  context.globalAlpha = 0.45;
  for (let i = 1; i < CONTOURS; i++) traceContour(context, heights, size, i / CONTOURS, left, top, side);
  context.restore();
  const x = (a: number): number => left + (side * (a / reach + 1)) / 2;
  const y = (b: number): number => top + (side * (1 - b / reach)) / 2;
  context.strokeStyle = palette.accent;
  context.fillStyle = palette.accent;
  context.lineWidth = 2;
  context.beginPath();
  path.steps.forEach((_, i) => context.lineTo(x(path.a[i]!), y(path.b[i]!)));
  context.stroke();
  path.steps.forEach((step, i) => {
    const isEnd = i === 0 || i === path.steps.length - 1;
    context.beginPath();
    context.arc(x(path.a[i]!), y(path.b[i]!), isEnd ? 4 : 1.8, 0, 2 * Math.PI);
    context.fill();
    if (!isEnd) return;
    context.font = '600 11px "Inter Variable"';
    const text = `step ${formatCount(step)}`;
    context.strokeStyle = palette.surface;
    context.lineWidth = 3;
    context.textAlign = x(path.a[i]!) > left + side - 70 ? 'right' : 'left';
    const shift = context.textAlign === 'left' ? 8 : -8;
    context.strokeText(text, x(path.a[i]!) + shift, y(path.b[i]!) - 7);
    context.fillText(text, x(path.a[i]!) + shift, y(path.b[i]!) - 7);
  });
  paintPresent(context, seen, at, x, y, palette);
  context.strokeStyle = palette.lineStrong;
  context.lineWidth = 1;
  context.strokeRect(left, top, side, side);
  context.fillStyle = palette.muted;
  context.font = '11px "Inter Variable"';
  for (const share of [-1, -0.5, 0, 0.5, 1]) {
    context.textAlign = 'center';
    context.fillText(formatPrecisely(share * reach), x(share * reach), top + side + 16);
    context.textAlign = 'right';
    context.fillText(formatPrecisely(share * reach), left - 8, y(share * reach) + 4);
  }
}

/** A ring where the window stands, when that step is on the path. */
function paintPresent(
  context: Brush,
  { path }: Landscape,
  at: number,
  x: (a: number) => number,
  y: (b: number) => number,
  palette: Palette,
): void {
  const i = path.steps.findLastIndex((step) => step <= at);
  if (i < 0) return;
  context.strokeStyle = palette.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x(path.a[i]!), y(path.b[i]!), 7.5, 0, 2 * Math.PI);
  context.stroke();
}

/** Marching squares: the line on which the heights are `level`. */
function traceContour(
  context: Brush,
  heights: Float64Array,
  size: number,
  level: number,
  left: number,
  top: number,
  side: number,
): void {
  const cell = side / (size - 1);
  context.beginPath();
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const crossings: [number, number][] = [];
      corners.forEach(([c, r], i) => {
        const [c2, r2] = corners[(i + 1) % 4]!;
        const from = heights[r * size + c]!;
        const to = heights[r2 * size + c2]!;
        if (from < level === to < level) return;
        const share = (level - from) / (to - from);
        crossings.push([left + cell * (c + (c2 - c) * share), top + side - cell * (r + (r2 - r) * share)]);
      });
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        context.moveTo(...crossings[i]!);
        context.lineTo(...crossings[i + 1]!);
      }
    }
  }
  context.stroke();
}
