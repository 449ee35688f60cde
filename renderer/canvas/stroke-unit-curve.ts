import type { Palette } from '../theme/theme.svelte.ts';

const EDGE = 0.08;

/**
 * A response curve: the axis of zero, the curve in its colours, and where the example shown lies on it.
 *
 * @param values at equal distances, -1 .. 1; null leaves it empty
 * @param place of the example shown, 0 .. 1 of the way
 */
export function strokeUnitCurve(
  context: CanvasRenderingContext2D,
  { width, height }: { readonly width: number; readonly height: number },
  values: Float64Array | null,
  place: number,
  palette: Palette,
): void {
  context.clearRect(0, 0, width, height);
  const y = (value: number): number => height * (0.5 - (0.5 - EDGE) * Math.max(-1.1, Math.min(1.1, value)));
  context.lineWidth = 1.5;
  context.strokeStyle = palette.lineStrong;
  context.beginPath();
  context.moveTo(0, y(0));
  context.lineTo(width, y(0));
  context.stroke();
  if (!values || values.length < 2) return;
  const x = (i: number): number => (i / (values.length - 1)) * width;
  context.lineWidth = 4;
  context.lineJoin = 'round';
  for (const isAbove of [false, true]) {
    context.strokeStyle = isAbove ? palette.positive : palette.negative;
    context.save();
    context.beginPath();
    context.rect(0, isAbove ? 0 : y(0), width, isAbove ? y(0) : height);
    context.clip();
    context.beginPath();
    values.forEach((value, i) => context.lineTo(x(i), y(value)));
    context.stroke();
    context.restore();
  }
  if (!(place >= 0 && place <= 1)) return;
  const at = values[Math.round(place * (values.length - 1))]!;
  context.fillStyle = palette.text;
  context.beginPath();
  context.arc(place * width, y(at), 6, 0, 2 * Math.PI);
  context.fill();
}
