/**
 * Where a list stands whose rows together are taller than a browser lets anything be (some 33 million pixels): its scroll bar then
 * stands for shares of it, and wheel and keys move it by true pixels. Up to `TALLEST` both are the same.
 */

/** CSS pixels; browsers cut off what is some four times as tall. */
export const TALLEST = 8_000_000;

export interface Place {
  /** CSS pixels of all rows above the top of the box. */
  readonly offset: number;
  /** Of the box. */
  readonly scrollTop: number;
}

/** @param rows CSS pixels of all of them together @param height of the box, in CSS pixels */
export class TallScroll {
  readonly rows: number;
  readonly height: number;
  /** CSS pixels that the browser scrolls through. */
  readonly tall: number;

  constructor(rows: number, height: number) {
    this.rows = rows;
    this.height = height;
    this.tall = Math.min(rows, TALLEST);
  }

  get isScaled(): boolean {
    return this.rows > this.tall;
  }

  /** Where the box stands after the browser has scrolled it: where it was, if that is what it was told. */
  seen(scrollTop: number, { offset, scrollTop: told }: Place): Place {
    if (!this.isScaled) return { offset: scrollTop, scrollTop };
    if (Math.abs(scrollTop - told) <= 1) return { offset: this.#within(offset), scrollTop };
    return { offset: this.#within((scrollTop / (this.tall - this.height)) * (this.rows - this.height)), scrollTop };
  }

  /** What to scroll to so that this many pixels are above the top of the box, or as many as there are. */
  to(offset: number): Place {
    const within = this.#within(offset);
    const share = this.isScaled ? (this.tall - this.height) / (this.rows - this.height) : 1;
    return { offset: within, scrollTop: within * share };
  }

  /** So that a row is in sight; null where it is. @param top of the row, in pixels of all rows @param row its height */
  reveal(top: number, row: number, offset: number): Place | null {
    if (top < offset) return this.to(top);
    return top + row > offset + this.height ? this.to(top + row - this.height) : null;
  }

  #within(offset: number): number {
    return Math.max(0, Math.min(this.rows - this.height, offset));
  }
}
