import type { NetworkDocument } from '../document/document.ts';

/** A named block of numbers as it stands in a file. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Writes all parameters of a network in a form that other programs open. Adding one is one file and one line. */
export interface Exporter {
  readonly title: string;
  readonly extension: string;
  readonly description: string;
  readonly write: (document: NetworkDocument) => Uint8Array;
}

/**
 * Reads parameters. A file that is wrong throws a FileError that names what, the value, the limit and what to do; it never
 * reads past the end, trusts a count, or allocates more than a small multiple of the file.
 */
export interface Importer {
  readonly title: string;
  readonly extensions: readonly string[];
  readonly read: (bytes: Uint8Array) => readonly NamedTensor[];
}
