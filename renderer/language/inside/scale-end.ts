/** The end of a colour scale: the smallest of 1, 1.5, 2, 3, 5, 7 times a power of ten that is not below the largest value. */
export function scaleEnd(largest: number): number {
  if (!(largest > 0) || !Number.isFinite(largest)) return 1;
  let unit = 1;
  while (unit > largest) unit /= 10;
  while (unit * 10 <= largest) unit *= 10;
  const factor = [1, 1.5, 2, 3, 5, 7, 10].find((one) => unit * one >= largest * (1 - 1e-9)) ?? 10;
  return Number((unit * factor).toPrecision(2));
}

/** Keeps a scale from jumping: it grows at once, and shrinks only when less than a third of it is used. */
export function steadyEnd(before: number | null, largest: number): number {
  const wanted = scaleEnd(largest);
  return before !== null && wanted <= before && largest >= before / 3 ? before : wanted;
}

export function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  return largest;
}
