/** The geometry of a curve that is known at a few points with its slopes. */

/** `count` values from `from` to `to`, and `extra` among them: ascending. */
export function evenly(from: number, to: number, count: number, extra: number): Float64Array {
  const values = new Set(Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1)));
  values.add(extra);
  return Float64Array.from(values).sort();
}

/** At most `count` of them, evenly over all. */
export function spread(all: Uint32Array, count: number): Uint32Array {
  if (all.length <= count) return all;
  return Uint32Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
}

/** An SVG path of cubic curves that have the given slope at each point (Hermite): smooth with few points. */
export function curvePath(
  at: Float64Array,
  { losses, slopes }: { readonly losses: Float64Array; readonly slopes: Float64Array },
  x: (value: number) => number,
  y: (loss: number) => number,
): string {
  const parts: string[] = [];
  let isDrawing = false;
  for (let i = 0; i < at.length; i++) {
    if (!Number.isFinite(losses[i]!)) {
      isDrawing = false;
      continue;
    }
    if (!isDrawing) parts.push(`M${point(x(at[i]!), y(losses[i]!))}`);
    else {
      const third = (at[i]! - at[i - 1]!) / 3;
      const first = point(x(at[i - 1]! + third), y(losses[i - 1]! + third * slopes[i - 1]!));
      const second = point(x(at[i]! - third), y(losses[i]! - third * slopes[i]!));
      parts.push(`C${first} ${second} ${point(x(at[i]!), y(losses[i]!))}`);
    }
    isDrawing = true;
  }
  return parts.join('');
}

const point = (x: number, y: number): string => `${x.toFixed(2)} ${y.toFixed(2)}`;
