/** Ticks at the foot of a chart: a filled triangle where something was edited, a hollow circle where another run left. */
import type { Palette } from '../theme/theme.svelte.ts';
import type { ChartTick } from './chart-line.ts';

/** Ticks nearer than this, in pixels, are one. */
const APART = 7;
/** The same for two that are marked, whose marks are written side by side. */
const MARKS_APART = 26;
const MOST_NAMED = 3;

export interface PlacedTick {
  readonly x: number;
  readonly ticks: readonly ChartTick[];
}

/** Ticks of the stretch shown, those that would overlap together. @param place pixels from the left; NaN = not shown */
export function placeTicks(ticks: readonly ChartTick[], place: (step: number) => number): PlacedTick[] {
  const placed: { x: number; ticks: ChartTick[] }[] = [];
  const inOrder = ticks.map((tick) => ({ tick, x: place(tick.step) })).filter(({ x }) => Number.isFinite(x));
  inOrder.sort((a, b) => a.x - b.x);
  for (const { tick, x } of inOrder) {
    const last = placed.at(-1);
    const areMarked = tick.mark !== undefined && last?.ticks.some(({ mark }) => mark !== undefined);
    if (last && x - last.x < (areMarked ? MARKS_APART : APART)) last.ticks.push(tick);
    else placed.push({ x, ticks: [tick] });
  }
  return placed;
}

/** What a tick says: at most three of its edits, and how many more there are. */
export function tickText({ ticks }: PlacedTick): string[] {
  const more = ticks.length - MOST_NAMED;
  const named = ticks.slice(0, MOST_NAMED).map(({ label }) => label);
  return more > 0 ? [...named, `and ${more} more`] : named;
}

export function drawTicks(
  context: CanvasRenderingContext2D,
  area: { readonly left: number; readonly top: number; readonly bottom: number },
  placed: readonly PlacedTick[],
  palette: Palette,
): void {
  context.save();
  context.lineWidth = 1;
  for (const { x, ticks } of placed) {
    const foot = area.bottom;
    context.strokeStyle = palette.lineStrong;
    context.setLineDash([1, 3]);
    context.beginPath();
    context.moveTo(x, area.top);
    context.lineTo(x, foot - 7);
    context.stroke();
    context.setLineDash([]);
    drawMark(context, { x, ...area }, ticks, palette);
    context.beginPath();
    if (ticks.some(({ kind }) => kind === 'edit')) {
      context.fillStyle = palette.accent;
      context.moveTo(x, foot - 7);
      context.lineTo(x + 4, foot);
      context.lineTo(x - 4, foot);
      context.fill();
    } else {
      context.fillStyle = palette.surface;
      context.strokeStyle = palette.accent;
      context.lineWidth = 1.5;
      context.arc(x, foot - 4, 3, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
  }
  context.restore();
}

export const marksOf = (ticks: readonly ChartTick[]): string =>
  ticks
    .flatMap(({ mark }) => (mark === undefined ? [] : [mark]))
    .sort()
    .join(' ');

function drawMark(
  context: CanvasRenderingContext2D,
  { x, left, top }: { readonly x: number; readonly left: number; readonly top: number },
  ticks: readonly ChartTick[],
  palette: Palette,
): void {
  const text = marksOf(ticks);
  if (text === '') return;
  context.font = '600 11px "Inter Variable"';
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.lineWidth = 3;
  context.strokeStyle = palette.surface;
  // Beside the labels of the upward axis, not over them.
  const middle = Math.max(left + 3 + context.measureText(text).width / 2, x);
  context.strokeText(text, middle, top);
  context.fillStyle = palette.accent;
  context.fillText(text, middle, top);
  context.lineWidth = 1;
}
