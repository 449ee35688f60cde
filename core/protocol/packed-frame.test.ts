import { expect, test } from 'vitest';
import type { Frame } from '../training/frame.ts';
import { FrameUnpacker, packFrame } from './packed-frame.ts';

/** Only what packing is about. */
const frameOf = (count: number, value: number): Frame => {
  const table = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `e${i}.weight`,
      Float64Array.of(value, ...new Array<number>(i % 3).fill(i)),
    ]),
  );
  const moments = Object.fromEntries(
    Object.entries(table).map(([id, values]) => [`mean/${id}`, values.map((x) => -x)]),
  );
  return { runId: 7, parameters: table, position: { step: 3, moments } } as unknown as Frame;
};

test('a frame of a thousand small arrays arrives as it was, in two of them', () => {
  const unpacker = new FrameUnpacker();
  for (const value of [1, 2]) {
    const packed = packFrame(frameOf(1000, value));
    expect(packed.frame.parameters).toEqual({});
    expect(unpacker.unpack(structuredClone(packed))).toEqual(frameOf(1000, value));
  }
});

test('another network, and one without moments, are told by their own names', () => {
  const unpacker = new FrameUnpacker();
  unpacker.unpack(packFrame(frameOf(500, 1)));
  const plain = { ...frameOf(300, 5), position: { step: 0, moments: {} } } as unknown as Frame;
  expect(unpacker.unpack(packFrame(plain))).toEqual(plain);
});

test('few arrays travel as they are', () => {
  const frame = frameOf(10, 1);
  expect(packFrame(frame).frame).toBe(frame);
  expect(new FrameUnpacker().unpack(packFrame(frame))).toBe(frame);
});
