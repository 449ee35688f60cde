/**
 * From a drawing to the eight by eight numbers that the digits data set is made of: a bitmap of 32 x 32, the digit scaled to
 * fill it, and the ink counted in each block of 4 x 4.
 *
 * @see Kaynak 1995; the description of "Optical recognition of handwritten digits" in the UCI repository
 */
import { DIGIT_SIDE, MOST_INK } from './digits.ts';

/** Pixels along each side of the bitmap. */
export const BITMAP_SIDE = 32;
const BLOCK = BITMAP_SIDE / DIGIT_SIDE;

/**
 * @param bitmap [32, 32], 1 for ink
 * @returns [8, 8], 0 for paper to 1 for a block full of ink
 */
export function inkOf(bitmap: Uint8Array): Float64Array {
  const ink = new Float64Array(DIGIT_SIDE * DIGIT_SIDE);
  for (let row = 0; row < BITMAP_SIDE; row++) {
    for (let column = 0; column < BITMAP_SIDE; column++) {
      const block = Math.floor(row / BLOCK) * DIGIT_SIDE + Math.floor(column / BLOCK);
      ink[block]! += bitmap[row * BITMAP_SIDE + column]! / MOST_INK;
    }
  }
  return ink;
}

/** The drawing as large as the frame allows, its proportions kept, in the middle; an empty one stays empty. */
export function fitToFrame(bitmap: Uint8Array): Uint8Array {
  let [left, right, top, bottom] = [BITMAP_SIDE, -1, BITMAP_SIDE, -1];
  bitmap.forEach((ink, i) => {
    if (ink === 0) return;
    left = Math.min(left, i % BITMAP_SIDE);
    right = Math.max(right, i % BITMAP_SIDE);
    top = Math.min(top, Math.floor(i / BITMAP_SIDE));
    bottom = Math.max(bottom, Math.floor(i / BITMAP_SIDE));
  });
  const fitted = new Uint8Array(bitmap.length);
  if (right < 0) return fitted;
  const scale = BITMAP_SIDE / Math.max(right - left + 1, bottom - top + 1);
  const originX = (BITMAP_SIDE - (right - left + 1) * scale) / 2;
  const originY = (BITMAP_SIDE - (bottom - top + 1) * scale) / 2;
  for (let y = 0; y < BITMAP_SIDE; y++) {
    for (let x = 0; x < BITMAP_SIDE; x++) {
      const fromX = left + Math.floor((x + 0.5 - originX) / scale);
      const fromY = top + Math.floor((y + 0.5 - originY) / scale);
      const isInside = fromX >= left && fromX <= right && fromY >= top && fromY <= bottom;
      if (isInside) fitted[y * BITMAP_SIDE + x] = bitmap[fromY * BITMAP_SIDE + fromX]!;
    }
  }
  return fitted;
}
