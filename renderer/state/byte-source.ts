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
