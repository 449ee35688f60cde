import { expect, test } from 'vitest';
import { webm } from './webm.ts';

/** Elements of one level: name as hexadecimal digits, and content. */
function elements(bytes: Uint8Array): { name: string; content: Uint8Array }[] {
  const found: { name: string; content: Uint8Array }[] = [];
  for (let at = 0; at < bytes.length;) {
    const width = Math.clz32(bytes[at]!) - 23;
    const name = [...bytes.subarray(at, at + width)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    at += width;
    expect(bytes[at]).toBe(1); // a length in eight bytes
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset + at).getBigUint64(0) & ((1n << 56n) - 1n));
    found.push({ name, content: bytes.slice(at + 8, at + 8 + length) });
    at += 8 + length;
  }
  return found;
}

test('a reader finds the size, the duration, and every frame at its time in the cluster of its key frame', () => {
  const frame = (milliseconds: number, isKey: boolean) => ({
    bytes: Uint8Array.of(milliseconds & 255),
    milliseconds,
    isKey,
  });
  const file = webm(
    { width: 960, height: 540, codec: 'V_VP9' },
    [frame(0, true), frame(40, false), frame(300, false), frame(400, true)],
    440,
  );
  const [header, segment] = elements(file);
  expect(header!.name).toBe('1a45dfa3');
  const [info, tracks, ...clusters] = elements(segment!.content);
  const duration = elements(info!.content).find(({ name }) => name === '4489')!.content;
  expect(new DataView(duration.buffer).getFloat64(0)).toBe(440);
  const video = elements(elements(tracks!.content)[0]!.content).find(({ name }) => name === 'e0')!;
  expect(elements(video.content).map(({ content }) => Number(new DataView(content.buffer).getBigUint64(0)))).toEqual([
    960, 540,
  ]);
  const times = clusters.map(({ content }) => {
    const [start, ...blocks] = elements(content);
    const from = Number(new DataView(start!.content.buffer).getBigUint64(0));
    return blocks.map((block) => from + ((block.content[1]! << 8) | block.content[2]!));
  });
  expect(times).toEqual([[0, 40, 300], [400]]);
});
