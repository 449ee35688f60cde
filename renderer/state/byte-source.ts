/** Bytes that can be read in parts: of a file that the person chose or dropped, or of pasted text. */
import { host } from '../platform/host.ts';

export interface ByteSource {
  readonly name: string;
  readonly size: number;
  readonly read: (offset: number, length: number) => Promise<Uint8Array>;
}

export const sourceOfBytes = (name: string, bytes: Uint8Array): ByteSource => ({
  name,
  size: bytes.length,
  read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
});

export const sourceOfDropped = (file: File): ByteSource => ({
  name: file.name,
  size: file.size,
  read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
});

/** A file behind a handle of the main process. */
export const sourceOfHandle = (name: string, handle: string, size: number): ByteSource => ({
  name,
  size,
  read: async (offset, length) => (await host.readPart({ handle, offset, length })).bytes,
});

/** A file that a dialog gave: a long one without its bytes, to be read by its handle. */
export const sourceOfOpened = ({
  handle,
  name,
  size,
  bytes,
}: {
  readonly handle: string | null;
  readonly name: string;
  readonly size: number;
  readonly bytes: Uint8Array;
}): ByteSource =>
  handle !== null && size > bytes.length ? sourceOfHandle(name, handle, size) : sourceOfBytes(name, bytes);

/** What a handle gives in one go. */
const PART = 4_194_304;

/** @throws RangeError when it is longer than a file that is read whole may be */
export async function readWhole({ name, size, read }: ByteSource, most: number): Promise<Uint8Array> {
  if (size > most) {
    const megabytes = Math.ceil(size / 2 ** 20);
    throw new RangeError(`"${name}" is ${megabytes} MB; up to ${most / 2 ** 20} MB can be read of such a file.`);
  }
  const whole = new Uint8Array(size);
  for (let offset = 0; offset < size; offset += PART) {
    whole.set(await read(offset, Math.min(PART, size - offset)), offset);
  }
  return whole;
}
