/**
 * An animation as GIF, which opens everywhere: one palette for all frames, each frame only where it differs from the one
 * before, compressed by LZW.
 *
 * @see GIF89a specification, CompuServe 1990; Welch, A Technique for High-Performance Data Compression, 1984
 */
import { ByteWriter } from './byte-writer.ts';
import { MOST_COLOURS } from './gif-palette.ts';

/** Bits of a palette index. */
const INDEX_BITS = 8;
const CLEAR = 1 << INDEX_BITS;
const END = CLEAR + 1;
const MOST_CODES = 4096;
/** Pixels between two places to do something else. */
const PIXELS_A_TURN = 65_536;

export interface GifSize {
  readonly width: number;
  readonly height: number;
}

export class GifWriter {
  readonly #size: GifSize;
  readonly #out = new ByteWriter();
  #before: Uint8Array | null = null;

  /** @param colours RGB of 256 colours */
  constructor(size: GifSize, colours: Uint8Array) {
    this.#size = size;
    const out = this.#out;
    out.ascii('GIF89a');
    out.short(size.width);
    out.short(size.height);
    out.byte(0xf0 | (Math.log2(MOST_COLOURS) - 1)); // one palette for all, of 256 colours
    out.byte(0);
    out.byte(0);
    out.bytes(colours);
    out.bytes([0x21, 0xff, 11]);
    out.ascii('NETSCAPE2.0');
    out.bytes([3, 1, 0, 0, 0]); // again and again
  }

  /**
   * Adds a frame; each `yield` is a place to do something else.
   *
   * @param indices palette index of each pixel, row by row
   * @param milliseconds how long it is shown; the format counts hundredths of a second, at least two
   */
  *frame(indices: Uint8Array, milliseconds: number): Generator<void, void> {
    const out = this.#out;
    const { left, top, width, height } = changedBox(this.#before, indices, this.#size);
    out.bytes([0x21, 0xf9, 4, 0x04]); // what it leaves out stays as it was
    out.short(Math.max(2, Math.round(milliseconds / 10)));
    out.bytes([0, 0, 0x2c]);
    for (const value of [left, top, width, height]) out.short(value);
    out.byte(0);
    out.byte(INDEX_BITS);
    const inside = new Uint8Array(width * height);
    for (let row = 0; row < height; row++) {
      const from = (top + row) * this.#size.width + left;
      inside.set(indices.subarray(from, from + width), row * width);
    }
    yield* compress(inside, out);
    this.#before = indices;
  }

  /** The file. */
  end(): Uint8Array<ArrayBuffer> {
    this.#out.byte(0x3b);
    return this.#out.taken();
  }
}

/** The smallest box outside of which nothing has changed, never empty. */
function changedBox(before: Uint8Array | null, now: Uint8Array, { width, height }: GifSize) {
  if (!before) return { left: 0, top: 0, width, height };
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (before[y * width + x] === now[y * width + x]) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  return right < 0
    ? { left: 0, top: 0, width: 1, height: 1 }
    : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** LZW with codes of growing length, in blocks of at most 255 bytes. */
function* compress(indices: Uint8Array, out: ByteWriter): Generator<void, void> {
  const blocks = new CodeBlocks(out);
  /** Code of a known string and one more index: `table[string code << 8 | index]`, 0 = not known. */
  const table = new Uint16Array(MOST_CODES << INDEX_BITS);
  let bits = INDEX_BITS + 1;
  let next = END + 1;
  blocks.code(CLEAR, bits);
  let current = indices[0]!;
  for (let i = 1; i < indices.length; i++) {
    if (i % PIXELS_A_TURN === 0) yield;
    const index = indices[i]!;
    const key = (current << INDEX_BITS) | index;
    const known = table[key]!;
    if (known !== 0) {
      current = known;
      continue;
    }
    blocks.code(current, bits);
    if (next < MOST_CODES) {
      if (next === 1 << bits) bits++;
      table[key] = next++;
    } else {
      blocks.code(CLEAR, bits);
      table.fill(0);
      bits = INDEX_BITS + 1;
      next = END + 1;
    }
    current = index;
  }
  blocks.code(current, bits);
  blocks.code(END, bits);
  blocks.end();
}

/** Codes of varying length, low bits first, cut into blocks that begin with their length. */
class CodeBlocks {
  readonly #out: ByteWriter;
  readonly #block = new Uint8Array(255);
  #length = 0;
  #rest = 0;
  #restBits = 0;

  constructor(out: ByteWriter) {
    this.#out = out;
  }

  code(code: number, bits: number): void {
    this.#rest |= code << this.#restBits;
    this.#restBits += bits;
    while (this.#restBits >= 8) this.#byte();
  }

  end(): void {
    if (this.#restBits > 0) this.#byte();
    this.#flush();
    this.#out.byte(0);
  }

  #byte(): void {
    this.#block[this.#length++] = this.#rest & 255;
    this.#rest >>= 8;
    this.#restBits = Math.max(0, this.#restBits - 8);
    if (this.#length === this.#block.length) this.#flush();
  }

  #flush(): void {
    if (this.#length === 0) return;
    this.#out.byte(this.#length);
    this.#out.bytes(this.#block.subarray(0, this.#length));
    this.#length = 0;
  }
}
