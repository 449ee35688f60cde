/** Packed 0xAABBGGRR of `#rrggbb` with an opacity of 0 .. 255, for ImageData on a little-endian machine. */
export function packed(hex: string, opacity: number): number {
  const code = Number.parseInt(hex.slice(1), 16);
  return ((opacity << 24) | ((code & 255) << 16) | (code & 0xff00) | (code >> 16)) >>> 0;
}

const FAINTEST = 40;
const STRONGEST = 170;

/**
 * The winner map: each cell in the colour of the class that the network finds likeliest, stronger the surer it is.
 *
 * @param shares [cells, classes], each row adding up to 1
 */
export function winnerPixels(
  shares: Float64Array,
  classes: readonly string[],
  count: number,
  pixels: Uint32Array,
): void {
  for (let cell = 0; cell < pixels.length; cell++) {
    let winner = 0;
    for (let i = 1; i < count; i++) if (shares[cell * count + i]! > shares[cell * count + winner]!) winner = i;
    const surety = Math.max(0, Math.min(1, (shares[cell * count + winner]! - 1 / count) / (1 - 1 / count)));
    pixels[cell] = packed(classes[winner % classes.length]!, Math.round(FAINTEST + surety * (STRONGEST - FAINTEST)));
  }
}
