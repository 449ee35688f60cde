/** At most 256 colours for a whole animation: drawings have few, so the commonest ones are kept and the rest takes the nearest. */

/** Bits of each channel that tell colours apart: 32 768 boxes. */
const BITS = 5;
const BOXES = 1 << (3 * BITS);
export const MOST_COLOURS = 256;

export class ColourCount {
  readonly #count = new Uint32Array(BOXES);
  /** Sums of the real colours in each box, so that a box is shown by its mean. */
  readonly #sums = new Float64Array(3 * BOXES);

  /** @param pixels RGBA; every `stride`-th pixel is looked at */
  add(pixels: Uint8ClampedArray, stride = 1): void {
    for (let i = 0; i < pixels.length; i += 4 * stride) {
      const box = boxOf(pixels[i]!, pixels[i + 1]!, pixels[i + 2]!);
      this.#count[box]!++;
      for (let channel = 0; channel < 3; channel++) this.#sums[3 * box + channel]! += pixels[i + channel]!;
    }
  }

  /** The commonest colours, and for every possible one the nearest of them. */
  palette(): Palette256 {
    const used = Array.from({ length: BOXES }, (_, box) => box).filter((box) => this.#count[box]! > 0);
    used.sort((a, b) => this.#count[b]! - this.#count[a]!);
    const kept = used.slice(0, MOST_COLOURS);
    const colours = new Uint8Array(3 * MOST_COLOURS);
    kept.forEach((box, i) => {
      for (let channel = 0; channel < 3; channel++) {
        colours[3 * i + channel] = Math.round(this.#sums[3 * box + channel]! / this.#count[box]!);
      }
    });
    return new Palette256(colours, Math.max(1, kept.length));
  }
}

export class Palette256 {
  /** RGB, RGB ... of 256 colours, those that are not used black. */
  readonly colours: Uint8Array;
  readonly #count: number;
  /** Index + 1 of the nearest colour of a box; 0 = not looked for yet. */
  readonly #nearest = new Uint16Array(BOXES);

  constructor(colours: Uint8Array, count: number) {
    this.colours = colours;
    this.#count = count;
  }

  /** Writes the index of each pixel's colour. @param pixels RGBA */
  indices(pixels: Uint8ClampedArray): Uint8Array {
    const found = new Uint8Array(pixels.length / 4);
    for (let i = 0; i < found.length; i++) {
      const box = boxOf(pixels[4 * i]!, pixels[4 * i + 1]!, pixels[4 * i + 2]!);
      found[i] = (this.#nearest[box] ||= this.#look(box) + 1) - 1;
    }
    return found;
  }

  /** By the sum of squares. */
  #look(box: number): number {
    const half = 1 << (7 - BITS);
    const channel = (shift: number): number => (((box >> (shift * BITS)) & 31) << (8 - BITS)) + half;
    const [red, green, blue] = [channel(2), channel(1), channel(0)];
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < this.#count; i++) {
      const distance =
        (this.colours[3 * i]! - red) ** 2 +
        (this.colours[3 * i + 1]! - green) ** 2 +
        (this.colours[3 * i + 2]! - blue) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return best;
  }
}

const boxOf = (red: number, green: number, blue: number): number =>
  ((red >> (8 - BITS)) << (2 * BITS)) | ((green >> (8 - BITS)) << BITS) | (blue >> (8 - BITS));
