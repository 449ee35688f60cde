import { expect, test } from 'vitest';
import { ColourCount } from './gif-palette.ts';
import { GifWriter, type GifSize } from './gif.ts';

/** Reads the frames back, by the specification: each as the whole picture of palette indices, with its time. */
function decode(file: Uint8Array): { size: GifSize; frames: Uint8Array[]; hundredths: number[] } {
  let at = 6;
  const short = (): number => file[at++]! | (file[at++]! << 8);
  const [width, height] = [short(), short()];
  const screen = new Uint8Array(width * height);
  const frames: Uint8Array[] = [];
  const hundredths: number[] = [];
  at = 13 + 3 * 256;
  const blocks = (): number[] => {
    const bytes: number[] = [];
    for (let length = file[at++]!; length > 0; length = file[at++]!) {
      bytes.push(...file.subarray(at, at + length));
      at += length;
    }
    return bytes;
  };
  while (file[at] !== 0x3b) {
    const kind = file[at++];
    if (kind === 0x21) {
      const label = file[at++];
      const bytes = blocks();
      if (label === 0xf9) hundredths.push(bytes[1]! | (bytes[2]! << 8));
      continue;
    }
    expect(kind).toBe(0x2c);
    const [left, top, wide, tall] = [short(), short(), short(), short()];
    at += 2;
    const indices = unpack(blocks());
    expect(indices).toHaveLength(wide * tall);
    indices.forEach((index, i) => (screen[(top + Math.floor(i / wide)) * width + left + (i % wide)] = index));
    frames.push(screen.slice());
  }
  return { size: { width, height }, frames, hundredths };
}

function unpack(bytes: number[]): number[] {
  const out: number[] = [];
  let [bits, position] = [9, 0];
  let strings: number[][] = [];
  let last: number[] | null = null;
  for (;;) {
    let code = 0;
    for (let i = 0; i < bits; i++, position++) code |= ((bytes[position >> 3]! >> (position & 7)) & 1) << i;
    if (code === 257) return out;
    if (code === 256) {
      strings = Array.from({ length: 258 }, (_, i) => [i]);
      [bits, last] = [9, null];
      continue;
    }
    const string: number[] = code < strings.length ? strings[code]! : [...last!, last![0]!];
    out.push(...string);
    if (last && strings.length < 4096) strings.push([...last, string[0]!]);
    if (strings.length === 1 << bits && bits < 12) bits++;
    last = string;
  }
}

function write(size: GifSize, frames: readonly Uint8Array[]): Uint8Array {
  const gif = new GifWriter(size, new Uint8Array(768));
  for (const frame of frames) for (const _ of gif.frame(frame, 100)) void _;
  return gif.end();
}

test('what is written is what a reader of the format finds: stripes, noise that fills the code table, and stillness', () => {
  const size = { width: 160, height: 120 };
  const count = size.width * size.height;
  let state = 1;
  const noise = Uint8Array.from(
    { length: count },
    () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >> 24,
  );
  const stripes = Uint8Array.from({ length: count }, (_, i) => i % 7);
  const oneDot = stripes.with(5000, 200);
  const frames = [stripes, noise, stripes, oneDot, oneDot];
  const read = decode(write(size, frames));
  expect(read.size).toEqual(size);
  expect(read.frames).toEqual(frames);
  expect(read.hundredths).toEqual([10, 10, 10, 10, 10]);
});

test('a frame that changes one dot is small', () => {
  const size = { width: 200, height: 200 };
  const plain = Uint8Array.from({ length: 40_000 }, (_, i) => (i * i) % 251);
  const one = write(size, [plain]).length;
  expect(write(size, [plain, plain.with(3, 9)]).length - one).toBeLessThan(40);
});

test('few colours are kept as they are, and a rare one takes the nearest', () => {
  const pixels = new Uint8ClampedArray([255, 255, 255, 255, 255, 255, 255, 255, 91, 75, 219, 255]);
  const count = new ColourCount();
  count.add(pixels);
  const palette = count.palette();
  const [white, same, accent] = palette.indices(pixels);
  expect(white).toBe(same);
  expect([...palette.colours.subarray(3 * accent!, 3 * accent! + 3)]).toEqual([91, 75, 219]);
  expect(palette.indices(new Uint8ClampedArray([90, 70, 215, 255]))[0]).toBe(accent);
});
