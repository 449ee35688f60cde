/** The bitmap under the pen of the digit pad: strokes by pointer, whole blocks by keyboard. */
import { BITMAP_SIDE, fitToFrame, inkOf } from '../../../core/data/datasets/digit-ink.ts';
import { DIGIT_SIDE } from '../../../core/data/datasets/digits.ts';

/** Half the width of a stroke, in pixels of the bitmap: about that of the forms the set was read from. */
const PEN = 1.7;
const BLOCK = BITMAP_SIDE / DIGIT_SIDE;

export class PadDrawing {
  bitmap = $state.raw(new Uint8Array(BITMAP_SIDE * BITMAP_SIDE));
  /** Scales the drawing to fill the frame, as the set was made. */
  isFitted = $state(true);
  readonly #onchange: (ink: Float64Array) => void;

  /** @param onchange gets what the network sees: 8 x 8, from 0 to 1 */
  constructor(onchange: (ink: Float64Array) => void) {
    this.#onchange = onchange;
  }

  /** A line of the pen. Positions are shares of the pad, 0 .. 1. */
  stroke(from: { readonly x: number; readonly y: number }, to: { readonly x: number; readonly y: number }): void {
    const next = this.bitmap.slice();
    const [ax, ay, bx, by] = [from.x, from.y, to.x, to.y].map((share) => share * BITMAP_SIDE) as [
      number,
      number,
      number,
      number,
    ];
    const length = Math.hypot(bx - ax, by - ay);
    for (let y = 0; y < BITMAP_SIDE; y++) {
      for (let x = 0; x < BITMAP_SIDE; x++) {
        const [dx, dy] = [x + 0.5 - ax, y + 0.5 - ay];
        const along = length === 0 ? 0 : (dx * (bx - ax) + dy * (by - ay)) / length;
        const bounded = Math.max(0, Math.min(length, along));
        const nearX = length === 0 ? ax : ax + (bounded / length) * (bx - ax);
        const nearY = length === 0 ? ay : ay + (bounded / length) * (by - ay);
        if (Math.hypot(x + 0.5 - nearX, y + 0.5 - nearY) <= PEN) next[y * BITMAP_SIDE + x] = 1;
      }
    }
    this.#show(next);
  }

  hasInk(row: number, column: number): boolean {
    return this.bitmap[row * BLOCK * BITMAP_SIDE + column * BLOCK] === 1;
  }

  /** Fills or empties a block of 4 x 4. */
  toggle(row: number, column: number): void {
    const next = this.bitmap.slice();
    const ink = this.hasInk(row, column) ? 0 : 1;
    for (let y = row * BLOCK; y < (row + 1) * BLOCK; y++) {
      next.fill(ink, y * BITMAP_SIDE + column * BLOCK, y * BITMAP_SIDE + (column + 1) * BLOCK);
    }
    this.#show(next);
  }

  clear(): void {
    this.#show(new Uint8Array(this.bitmap.length));
  }

  setFitted(isFitted: boolean): void {
    this.isFitted = isFitted;
    this.#show(this.bitmap);
  }

  #show(bitmap: Uint8Array<ArrayBuffer>): void {
    this.bitmap = bitmap;
    this.#onchange(inkOf(this.isFitted ? fitToFrame(bitmap) : bitmap));
  }
}
