/**
 * Rectangles for sizes: a squarified treemap. Every area is its share of the parent's to within rounding (1e-12 of it),
 * nothing overlaps, and together they fill the parent, so that area can be read as parameters.
 *
 * @see Bruls, Huizing and van Wijk 2000
 */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** @param sizes positive, in any order @returns one rectangle for each, in the order of sizes */
export function layOut(sizes: readonly number[], parent: Rect): Rect[] {
  const order = sizes.map((_, i) => i).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const rects: Rect[] = Array.from({ length: sizes.length });
  let remaining = sizes.reduce((sum, size) => sum + size, 0);
  let space = parent;
  for (let start = 0; start < order.length;) {
    const end = rowEnd(order, sizes, start, space, remaining);
    const row = order.slice(start, end);
    const rowSize = end === order.length ? remaining : row.reduce((sum, i) => sum + sizes[i]!, 0);
    space = placeRow(row, sizes, rowSize, remaining, space, rects);
    remaining -= rowSize;
    start = end;
  }
  return rects;
}

/** A row takes one more as long as its worst side ratio does not grow. */
function rowEnd(
  order: readonly number[],
  sizes: readonly number[],
  start: number,
  space: Rect,
  remaining: number,
): number {
  const side = Math.min(space.width, space.height);
  const perUnit = (space.width * space.height) / remaining;
  const largest = sizes[order[start]!]! * perUnit;
  let sum = largest;
  let best = worstRatio(largest, largest, sum, side);
  let end = start + 1;
  for (; end < order.length; end++) {
    const next = sizes[order[end]!]! * perUnit;
    const ratio = worstRatio(largest, next, sum + next, side);
    if (ratio > best) break;
    best = ratio;
    sum += next;
  }
  return end;
}

const worstRatio = (largest: number, smallest: number, sum: number, side: number): number =>
  Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * smallest));

/** Lays a row along the shorter side. @returns the space that is left */
function placeRow(
  row: readonly number[],
  sizes: readonly number[],
  rowSize: number,
  remaining: number,
  space: Rect,
  rects: Rect[],
): Rect {
  const isColumn = space.width >= space.height;
  const [length, depth] = isColumn ? [space.height, space.width] : [space.width, space.height];
  const thickness = depth * (rowSize / remaining);
  let before = 0;
  for (const i of row) {
    const from = length * (before / rowSize);
    before += sizes[i]!;
    const extent = length * (sizes[i]! / rowSize);
    rects[i] = isColumn
      ? { x: space.x, y: space.y + from, width: thickness, height: extent }
      : { x: space.x + from, y: space.y, width: extent, height: thickness };
  }
  return isColumn
    ? { ...space, x: space.x + thickness, width: space.width - thickness }
    : { ...space, y: space.y + thickness, height: space.height - thickness };
}
