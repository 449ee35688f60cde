/** Where labels stand: whole, inside what they name, never on one another; one that finds no place is left out. */
import type { Rect } from '../../core/atlas/layout.ts';

export interface LabelWish {
  /** Longest first; the first that fits is taken. Lines of one variant stand below each other. */
  readonly variants: readonly (readonly string[])[];
  /** Where it must stay, in pixels. */
  readonly area: Rect;
  /** Earlier ones choose first. */
  readonly rank: number;
  /** Siblings whose names differ in a number alone: where one is called 12, so are the others, but for the first. */
  readonly family?: object;
}

export interface PlacedLabel {
  readonly lines: readonly string[];
  readonly box: Rect;
  readonly wish: LabelWish;
}

export const LINE = 15;
const PADDING = 5;
const TRIES = 4;

/** @param measure the width of a line of text in pixels */
export function placeLabels(wishes: readonly LabelWish[], measure: (text: string) => number): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const wish of [...wishes].sort((a, b) => a.rank - b.rank)) {
    const label = placeOne(wish, placed, measure);
    if (label) placed.push(label);
  }
  return alike(placed, measure);
}

function alike(placed: readonly PlacedLabel[], measure: (text: string) => number): PlacedLabel[] {
  const isShort = ({ lines, wish }: PlacedLabel): boolean => lines === wish.variants.at(-1);
  const shortened = new Set(placed.filter(isShort).map(({ wish }) => wish.family));
  const met = new Set<object>();
  return placed.map((label) => {
    const { family, variants } = label.wish;
    if (!family || !shortened.has(family)) return label;
    if (!met.has(family)) {
      met.add(family);
      return label;
    }
    const lines = variants.at(-1)!;
    const width = Math.max(...lines.map(measure)) + 2 * PADDING;
    return { ...label, lines, box: { ...label.box, width, height: lines.length * LINE + PADDING } };
  });
}

function placeOne(
  wish: LabelWish,
  placed: readonly PlacedLabel[],
  measure: (text: string) => number,
): PlacedLabel | null {
  const { area } = wish;
  for (const lines of wish.variants) {
    const width = Math.max(...lines.map(measure)) + 2 * PADDING;
    const height = lines.length * LINE + PADDING;
    if (width > area.width || height > area.height) continue;
    let y = area.y;
    for (let attempt = 0; attempt < TRIES && y + height <= area.y + area.height; attempt++) {
      const box = { x: area.x, y, width, height };
      const inTheWay = placed.find((other) => overlaps(other.box, box));
      if (!inTheWay) return { lines, box, wish };
      y = inTheWay.box.y + inTheWay.box.height;
    }
  }
  return null;
}

export const overlaps = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
