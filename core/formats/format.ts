import type { PreparedData } from '../data/data-settings.ts';
import type { NetworkDocument } from '../document/document.ts';

/** A named block of numbers as it stands in a file. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** What training must keep to at the entries of one tensor, in its order; null = nothing of the kind, as in `Constraint`. */
export interface NamedConstraint {
  readonly name: string;
  readonly frozen: Uint8Array | null;
  readonly minimum: Float64Array | null;
  readonly maximum: Float64Array | null;
}

/** Entries that are one number, under the tensors' names; -1 = the negative of the first. */
export type NamedTie = readonly { readonly name: string; readonly index: number; readonly sign: 1 | -1 }[];

/** What a file of parameters holds. */
export interface ParameterFile {
  readonly tensors: readonly NamedTensor[];
  /** null where the format, or this file, says nothing of them. */
  readonly held: { readonly constraints: readonly NamedConstraint[]; readonly ties: readonly NamedTie[] } | null;
}

/** Writes all parameters of a network in a form that other programs open. Adding one is one file and one line. */
export interface Exporter {
  readonly title: string;
  readonly extension: string;
  readonly description: string;
  /** @param prepared as `exportedData` takes it */
  readonly write: (document: NetworkDocument, prepared?: PreparedData | null) => Uint8Array;
}

/**
 * Reads parameters. A file that is wrong throws a FileError that names what, the value, the limit and what to do; it never
 * reads past the end, trusts a count, or allocates more than a small multiple of the file.
 */
export interface Importer {
  readonly title: string;
  readonly extensions: readonly string[];
  readonly read: (bytes: Uint8Array) => ParameterFile;
}
