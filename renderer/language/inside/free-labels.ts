/** Which labels of a map can stand without covering one another: those that come first choose first. */

export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export const LABEL_HEIGHT = 15;
const BUCKET = 64;

/**
 * @param places of each label's middle left, in pixels, the most important first
 * @returns for each whether it stands
 */
export function freeLabels(places: readonly LabelPlace[]): boolean[] {
  /** Labels that stand, by the squares of ground that they touch. */
  const taken = new Map<string, LabelPlace[]>();
  return places.map((place) => {
    const squares = squaresOf(place);
    const isFree = squares.every((square) => !taken.get(square)?.some((other) => overlap(place, other)));
    if (!isFree) return false;
    for (const square of squares) taken.set(square, [...(taken.get(square) ?? []), place]);
    return true;
  });
}

function overlap(a: LabelPlace, b: LabelPlace): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && Math.abs(a.y - b.y) < LABEL_HEIGHT;
}

function squaresOf({ x, y, width }: LabelPlace): string[] {
  const found: string[] = [];
  const to = (value: number): number => Math.floor(value / BUCKET);
  for (let column = to(x); column <= to(x + width); column++) {
    for (let row = to(y - LABEL_HEIGHT); row <= to(y + LABEL_HEIGHT); row++) found.push(`${column},${row}`);
  }
  return found;
}
