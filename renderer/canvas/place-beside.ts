import type { Box, Point } from './geometry.ts';

const GAP = 10;
const MARGIN = 8;

/** Room at the bottom of the canvas that its toolbar and legend take. */
const BOTTOM = 60;

/**
 * Where a card stands beside what it speaks of: below it, else above it, else at a side, else wherever there is room. All
 * in CSS pixels of the view.
 *
 * @returns its upper left corner
 */
export function placeBeside(
  about: Box,
  card: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
): Point {
  const within = (value: number, most: number): number => Math.max(MARGIN, Math.min(value, most));
  const [mostX, mostY] = [view.width - MARGIN - card.width, view.height - BOTTOM - card.height];
  const x = within((about.left + about.right - card.width) / 2, mostX);
  const [below, above] = [about.bottom + GAP, about.top - GAP - card.height];
  if (below <= mostY) return { x, y: Math.max(MARGIN, below) };
  if (above >= MARGIN) return { x, y: above };
  const y = within(about.top, mostY);
  const [right, left] = [about.right + GAP, about.left - GAP - card.width];
  if (right <= mostX) return { x: right, y };
  return { x: left >= MARGIN ? left : x, y: left >= MARGIN ? y : mostY };
}
