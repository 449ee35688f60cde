/** The geometry and arithmetic of a knob's dial, apart from its component. */

/** The dial runs from -135 to 135 degrees, 0 being straight up. */
export const SWEEP = 135;
const STEPS = [1, 2, 5];

/** Ends of scale that people can read: 1, 2, 5, 10, 20 ... and 0.5 and so on below. */
function niceAtLeast(size: number): number {
  let power = 0.1;
  for (;;) {
    for (const step of STEPS) if (step * power >= size * 0.999999) return step * power;
    power *= 10;
  }
}

/** The dial shows -range .. range. It grows when the value leaves it and shrinks late, so that it does not jump about. */
export function dialRange(value: number, current: number): number {
  const size = Math.abs(value);
  if (size > current) return niceAtLeast(size);
  if (size < current * 0.15 && current > 1) return Math.max(1, niceAtLeast(size * 2));
  return current;
}

/** Degrees from straight up for a value on a dial of -range .. range. */
export function dialAngle(value: number, range: number): number {
  return Math.max(-1, Math.min(1, value / range)) * SWEEP;
}

/** A point of a circle round (0, 0), by degrees from straight up. */
export function onCircle(degrees: number, radius: number): { x: number; y: number } {
  const radians = (degrees * Math.PI) / 180;
  return { x: radius * Math.sin(radians), y: -radius * Math.cos(radians) };
}

/** An SVG path along a circle from one angle to another. */
export function arc(from: number, to: number, radius: number): string {
  const a = onCircle(from, radius);
  const b = onCircle(to, radius);
  const isLarge = Math.abs(to - from) > 180 ? 1 : 0;
  return `M${a.x.toFixed(2)} ${a.y.toFixed(2)}A${radius} ${radius} 0 ${isLarge} ${to > from ? 1 : 0} ${b.x.toFixed(2)} ${b.y.toFixed(2)}`;
}

/** One turn of the wheel, or one arrow key, moves by a hundredth of the scale; Shift ten times finer. */
export function keyStep(range: number, isFine: boolean): number {
  return (range / 100) * (isFine ? 0.1 : 1);
}

/** Drops the noise of repeated adding: 0.30000000000000004 becomes 0.3. */
export const tidy = (value: number): number => Number(value.toPrecision(10));

export const snapToTenth = (value: number): number => Math.round(value * 10) / 10;

/** Where a key or the wheel brings a value; snapping goes from tenth to tenth, or by whole steps where they are larger. */
export function stepped(value: number, direction: number, step: number, isSnapping: boolean): number {
  if (!isSnapping) return tidy(value + direction * step);
  return snapToTenth(snapToTenth(value) + direction * Math.max(0.1, step));
}
