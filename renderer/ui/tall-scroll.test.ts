import { describe, expect, it } from 'vitest';
import { TALLEST, TallScroll } from './tall-scroll.ts';

const ROW = 24;
const HEIGHT = 160;
const START = { offset: 0, scrollTop: 0 };

describe('a list that a browser can hold', () => {
  it('stands where its box stands', () => {
    const scroll = new TallScroll(1000 * ROW, HEIGHT);
    expect(scroll.tall).toBe(1000 * ROW);
    expect(scroll.seen(777, START)).toEqual({ offset: 777, scrollTop: 777 });
    expect(scroll.to(999 * ROW)).toEqual({ offset: 1000 * ROW - HEIGHT, scrollTop: 1000 * ROW - HEIGHT });
    expect(new TallScroll(3 * ROW, HEIGHT).to(50)).toEqual(START);
  });
});

describe('a list of 10.7 million rows', () => {
  const count = 10_740_000;
  const scroll = new TallScroll(count * ROW, HEIGHT);

  it('has its first row at the top of the scroll bar and its last at the end', () => {
    expect(scroll.tall).toBe(TALLEST);
    expect(scroll.seen(TALLEST - HEIGHT, START).offset).toBe(count * ROW - HEIGHT);
    expect(scroll.seen(0, { offset: 5e7, scrollTop: 1e6 }).offset).toBe(0);
  });

  it('reveals every row, whole and in no more than a step', () => {
    for (let row = 0; row < count; row += 9973) {
      const place = scroll.reveal(row * ROW, ROW, 1e8)!;
      if (place === null) continue;
      expect(place.offset).toBeLessThanOrEqual(row * ROW);
      expect(place.offset + HEIGHT).toBeGreaterThanOrEqual((row + 1) * ROW);
      expect(place.scrollTop).toBeLessThanOrEqual(TALLEST - HEIGHT);
      // The browser rounds what it is told, and says so: the row stays where it is.
      expect(scroll.seen(Math.round(place.scrollTop), place).offset).toBe(place.offset);
    }
    expect(scroll.reveal(240, ROW, 240)).toBeNull();
  });

  it('goes by single rows where the scroll bar cannot', () => {
    const from = scroll.to(1e8);
    expect(scroll.to(from.offset + ROW).offset).toBe(1e8 + ROW);
    expect(scroll.to(from.offset + ROW).scrollTop - from.scrollTop).toBeLessThan(1);
  });
});
