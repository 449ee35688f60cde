/**
 * Where the labels of a map's points can stand without covering one another: right of the point, else left, above or below it.
 * Those that come first choose first; one that finds no place is left out.
 */

export interface LabelledPoint {
  /** In pixels. */
  readonly x: number;
  readonly y: number;
  /** Of the label. */
  readonly width: number;
}

/** Left end and middle height of a label that stands. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
}

export const LABEL_HEIGHT = 15;
const GAP = 6;
const BUCKET = 64;

interface Taken extends LabelPlace {
  readonly width: number;
}

/** @param points the most important first @returns null where a label finds no place */
export function freeLabels(points: readonly LabelledPoint[]): (LabelPlace | null)[] {
  /** Labels that stand, by the squares of ground that they touch. */
  const ground = new Map<string, Taken[]>();
  return points.map((point) => {
    for (const place of placesAround(point)) {
      const squares = squaresOf(place);
      if (squares.some((square) => ground.get(square)?.some((other) => overlap(place, other)))) continue;
      for (const square of squares) ground.set(square, [...(ground.get(square) ?? []), place]);
      return { x: place.x, y: place.y };
    }
    return null;
  });
}

const placesAround = ({ x, y, width }: LabelledPoint): Taken[] => [
  { x: x + GAP, y, width },
  { x: x - GAP - width, y, width },
  { x: x - width / 2, y: y - LABEL_HEIGHT * 0.8, width },
  { x: x - width / 2, y: y + LABEL_HEIGHT * 0.8, width },
];

function overlap(a: Taken, b: Taken): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && Math.abs(a.y - b.y) < LABEL_HEIGHT;
}

function squaresOf({ x, y, width }: Taken): string[] {
  const found: string[] = [];
  const to = (value: number): number => Math.floor(value / BUCKET);
  for (let column = to(x); column <= to(x + width); column++) {
    for (let row = to(y - LABEL_HEIGHT); row <= to(y + LABEL_HEIGHT); row++) found.push(`${column},${row}`);
  }
  return found;
}
