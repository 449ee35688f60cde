/**
 * What a dragged box is attracted by: edges and middles of the other items, else the grid. A guide line shows what it is
 * in line with.
 */
import { GRID, type Box } from './geometry.ts';

/** A line, in canvas units, through what is in line: at x = `at` when vertical, y = `at` when not. */
export interface Guide {
  readonly isVertical: boolean;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snapped {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

type Span = readonly [low: number, high: number];

/**
 * @param moving the box before it is dragged
 * @param anchor the point of it that keeps to the grid
 * @param reach how near an edge or middle must come, in canvas units
 */
export function snapToOthers(
  moving: Box,
  anchor: { readonly x: number; readonly y: number },
  others: readonly Box[],
  dx: number,
  dy: number,
  reach: number,
): Snapped {
  const alongX = alignment([moving.left + dx, moving.right + dx], others.map(acrossOf), reach);
  const alongY = alignment([moving.top + dy, moving.bottom + dy], others.map(downOf), reach);
  const x = alongX === null ? toGrid(anchor.x, dx) : dx + alongX;
  const y = alongY === null ? toGrid(anchor.y, dy) : dy + alongY;
  const at: Box = { left: moving.left + x, right: moving.right + x, top: moving.top + y, bottom: moving.bottom + y };
  const guides = [
    ...(alongX === null ? [] : guidesAlong(true, at, others)),
    ...(alongY === null ? [] : guidesAlong(false, at, others)),
  ];
  return { dx: x, dy: y, guides };
}

const acrossOf = ({ left, right }: Box): Span => [left, right];
const downOf = ({ top, bottom }: Box): Span => [top, bottom];
const marksOf = ([low, high]: Span): number[] => [low, (low + high) / 2, high];
const toGrid = (start: number, by: number): number => Math.round((start + by) / GRID) * GRID - start;

/** The smallest shift that brings a mark of one span onto the same mark of another; null when none is within reach. */
function alignment(span: Span, others: readonly Span[], reach: number): number | null {
  let best: number | null = null;
  const own = marksOf(span);
  for (const other of others) {
    marksOf(other).forEach((mark, i) => {
      const shift = mark - own[i]!;
      if (Math.abs(shift) <= reach && (best === null || Math.abs(shift) < Math.abs(best))) best = shift;
    });
  }
  return best;
}

const SAME = 0.01;

/** One guide for every mark that is now in line with that of others, as long as all of them together. */
function guidesAlong(isVertical: boolean, at: Box, others: readonly Box[]): Guide[] {
  const [span, rest] = isVertical ? ([acrossOf, downOf] as const) : ([downOf, acrossOf] as const);
  return marksOf(span(at)).flatMap((mark, i): Guide[] => {
    const inLine = others.filter((other) => Math.abs(marksOf(span(other))[i]! - mark) < SAME);
    if (inLine.length === 0) return [];
    const ends = [at, ...inLine].flatMap(rest);
    return [{ isVertical, at: mark, from: Math.min(...ends), to: Math.max(...ends) }];
  });
}
