/**
 * A container for encoded video, as WebM: an EBML header, one track, and a cluster for every key frame with the frames after it.
 * Lengths are written in eight bytes, so that everything stands where it is known to stand.
 *
 * @see https://www.matroska.org/technical/elements.html
 */
import { ByteWriter } from './byte-writer.ts';

interface VideoTrack {
  readonly width: number;
  readonly height: number;
  /** `V_VP8` or `V_VP9`. */
  readonly codec: string;
}

export interface EncodedFrame {
  readonly bytes: Uint8Array;
  readonly milliseconds: number;
  readonly isKey: boolean;
}

const id = {
  ebml: [0x1a, 0x45, 0xdf, 0xa3],
  segment: [0x18, 0x53, 0x80, 0x67],
  info: [0x15, 0x49, 0xa9, 0x66],
  tracks: [0x16, 0x54, 0xae, 0x6b],
  track: [0xae],
  video: [0xe0],
  cluster: [0x1f, 0x43, 0xb6, 0x75],
  clusterTime: [0xe7],
  block: [0xa3],
} as const;

/** Times within a cluster are 16 bits of milliseconds. */
const LONGEST_CLUSTER = 30_000;

/** @param frames in the order of their times, the first one a key frame @param duration of it all, in milliseconds */
export function webm(track: VideoTrack, frames: readonly EncodedFrame[], duration: number): Uint8Array<ArrayBuffer> {
  const segment = join([
    master(id.info, [
      unsigned([0x2a, 0xd7, 0xb1], 1_000_000), // times count milliseconds
      float([0x44, 0x89], duration),
      text([0x4d, 0x80], 'Weightroom'),
      text([0x57, 0x41], 'Weightroom'),
    ]),
    master(id.tracks, [
      master(id.track, [
        unsigned([0xd7], 1),
        unsigned([0x73, 0xc5], 1),
        unsigned([0x83], 1), // video
        text([0x86], track.codec),
        master(id.video, [unsigned([0xb0], track.width), unsigned([0xba], track.height)]),
      ]),
    ]),
    ...clusters(frames),
  ]);
  const header = master(id.ebml, [
    unsigned([0x42, 0x86], 1),
    unsigned([0x42, 0xf7], 1),
    unsigned([0x42, 0xf2], 4),
    unsigned([0x42, 0xf3], 8),
    text([0x42, 0x82], 'webm'),
    unsigned([0x42, 0x87], 4),
    unsigned([0x42, 0x85], 2),
  ]);
  return join([header, element(id.segment, segment)]);
}

function clusters(frames: readonly EncodedFrame[]): Uint8Array[] {
  const found: { time: number; blocks: Uint8Array[] }[] = [];
  for (const { bytes, milliseconds, isKey } of frames) {
    const last = found.at(-1);
    const open = last && !isKey && milliseconds - last.time <= LONGEST_CLUSTER ? last : null;
    const cluster = open ?? { time: milliseconds, blocks: [] };
    if (!open) found.push(cluster);
    const since = milliseconds - cluster.time;
    const head = [0x81, (since >> 8) & 255, since & 255, isKey ? 0x80 : 0];
    cluster.blocks.push(element(id.block, join([Uint8Array.from(head), bytes])));
  }
  return found.map(({ time, blocks }) => master(id.cluster, [unsigned(id.clusterTime, time), ...blocks]));
}

const master = (name: readonly number[], parts: readonly Uint8Array[]): Uint8Array => element(name, join(parts));

function element(name: readonly number[], content: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setBigUint64(0, BigInt(content.length) | (1n << 56n));
  return join([Uint8Array.from(name), head, content]);
}

function unsigned(name: readonly number[], value: number): Uint8Array {
  const content = new Uint8Array(8);
  new DataView(content.buffer).setBigUint64(0, BigInt(Math.round(value)));
  return element(name, content);
}

function float(name: readonly number[], value: number): Uint8Array {
  const content = new Uint8Array(8);
  new DataView(content.buffer).setFloat64(0, value);
  return element(name, content);
}

const text = (name: readonly number[], value: string): Uint8Array =>
  element(
    name,
    Uint8Array.from(value, (character) => character.charCodeAt(0)),
  );

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  for (const part of parts) out.bytes(part);
  return out.taken();
}
