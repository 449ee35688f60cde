/**
 * The safetensors container: eight bytes of header length, a JSON header, then every tensor's bytes end to end. Used for
 * exported parameters and, with our own metadata, for project files.
 *
 * Reading trusts nothing: offsets must follow each other without a hole or overlap and end with the file.
 *
 * @see https://github.com/huggingface/safetensors, section "Format"
 */
import { FileError } from '../data/file-error.ts';
import { finish, type Steps } from '../text/steps.ts';
import { decodeUtf8, encodeUtf8, Utf8Error } from '../tensor/utf8.ts';
import { expectOpenable } from './largest-file.ts';
import { readJson } from './read-json.ts';

export type TensorValues = Float64Array | Float32Array | Uint32Array | Uint8Array;

export interface StoredTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: TensorValues;
}

export interface Container {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly StoredTensor[];
}

/** Bytes: less than a millisecond. */
const COPIED_AT_ONCE = 1_048_576;
const LONGEST_HEADER = 100_000_000;
const METADATA = '__metadata__';

const kinds = {
  F64: { make: Float64Array, bytes: 8 },
  F32: { make: Float32Array, bytes: 4 },
  U32: { make: Uint32Array, bytes: 4 },
  U8: { make: Uint8Array, bytes: 1 },
} as const;
type Kind = keyof typeof kinds;

export const writeContainer = (container: Container): Uint8Array => finish(writeContainerInSteps(container));

/** The same, a tensor at a time. @throws FileError when it could not be read again */
export function* writeContainerInSteps({ metadata, tensors }: Container): Steps<void, Uint8Array> {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { [METADATA]: metadata } : {};
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    if (name === METADATA || name in header) throw new Error(`internal: two tensors are called "${name}"`);
    header[name] = { dtype: kindOf(values), shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const description = JSON.stringify(header);
  expectReadable(description.length); // it has no more characters than bytes
  const text = encodeUtf8(description);
  const padded = Math.ceil(text.length / 8) * 8; // tensors then start at a multiple of 8
  expectReadable(padded);
  expectOpenable(8 + padded + offset);
  const bytes = new Uint8Array(8 + padded + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, 8, 8 + padded);
  bytes.set(text, 8);
  let at = 8 + padded;
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
    yield;
  }
  return bytes;
}

function expectReadable(headerBytes: number): void {
  if (headerBytes <= LONGEST_HEADER) return;
  throw new FileError(
    `Nothing was saved: its description has ${headerBytes} bytes, and up to ${LONGEST_HEADER} can be read again. ` +
      'Leave out columns of words, or take a part of the table.',
  );
}

/** The metadata without the tensors, for a first look at a file. @throws FileError when the header cannot be read */
export function readMetadataOnly(bytes: Uint8Array): Readonly<Record<string, string>> {
  return readMetadata(readHeader(bytes).header[METADATA] ?? {});
}

export const readContainer = (bytes: Uint8Array): Container => finish(readContainerInSteps(bytes));

/** @throws FileError naming the first thing that is wrong */
export function* readContainerInSteps(bytes: Uint8Array): Steps<void, Container> {
  const { header, start } = readHeader(bytes);
  const { [METADATA]: metadata = {}, ...entries } = header;
  const described = Object.entries(entries).map(([name, entry]) => describe(name, entry));
  described.sort((a, b) => a.from - b.from || a.to - b.to);
  let expected = 0;
  for (const { name, from, to } of described) {
    if (from !== expected) {
      const fault = from < expected ? 'overlaps the one before it' : 'leaves a hole before it';
      throw new FileError(
        `Tensor "${name}" starts at byte ${from}, not ${expected}: it ${fault}. The file is damaged.`,
      );
    }
    expected = to;
  }
  const available = bytes.length - start;
  if (expected !== available) {
    throw new FileError(
      `The file holds ${available} bytes of tensors where its header lists ${expected}. It is cut off or damaged.`,
    );
  }
  const tensors: StoredTensor[] = [];
  for (const { name, shape, kind, from, to } of described) {
    const own = new Uint8Array(to - from); // a copy: aligned, and never Node's shared buffer, which slice() would give
    for (let at = from; at < to; at += COPIED_AT_ONCE) {
      own.set(bytes.subarray(start + at, start + Math.min(to, at + COPIED_AT_ONCE)), at - from);
      yield;
    }
    tensors.push({ name, shape, values: new kinds[kind].make(own.buffer) });
  }
  return { metadata: readMetadata(metadata), tensors };
}

const kindOf = (values: TensorValues): Kind =>
  values instanceof Float64Array
    ? 'F64'
    : values instanceof Float32Array
      ? 'F32'
      : values instanceof Uint32Array
        ? 'U32'
        : 'U8';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 10) {
    throw new FileError(
      `The file has ${bytes.length} bytes; the smallest safetensors file has 10. Choose another file.`,
    );
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(LONGEST_HEADER) || length > BigInt(bytes.length - 8)) {
    const limit = Math.min(LONGEST_HEADER, bytes.length - 8);
    throw new FileError(
      `The file says its header has ${length} bytes; up to ${limit} are possible. It is not a safetensors file.`,
    );
  }
  const start = 8 + Number(length);
  let text: string;
  try {
    text = decodeUtf8(bytes.subarray(8, start));
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    throw new FileError(`The file's header is not text: ${error.message}. It is not a safetensors file.`);
  }
  const header = readJson(text, "The file's header");
  if (!isObject(header))
    throw new FileError("The file's header is not a table of tensors. It is not a safetensors file.");
  return { header, start };
}

interface Described {
  readonly name: string;
  readonly kind: Kind;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function describe(name: string, entry: unknown): Described {
  const shown = name.slice(0, 80);
  if (!isObject(entry)) throw new FileError(`Tensor "${shown}" has no description. The file is damaged.`);
  const { dtype, shape, data_offsets: offsets, ...others } = entry;
  const other = Object.keys(others)[0];
  if (other !== undefined)
    throw new FileError(`Tensor "${shown}" has the unknown entry "${other.slice(0, 40)}". It was not opened.`);
  if (typeof dtype !== 'string' || !Object.hasOwn(kinds, dtype)) {
    const known = Object.keys(kinds).join(', ');
    throw new FileError(
      `Tensor "${shown}" has the type ${shortly(dtype)}; this app reads ${known}. Convert it to F32 or F64.`,
    );
  }
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw new FileError(`Tensor "${shown}" has a shape or offsets that are not whole numbers. The file is damaged.`);
  }
  const kind = dtype as Kind;
  const size = shape.reduce((product, dimension) => product * dimension, kinds[kind].bytes);
  const [from, to] = offsets as [number, number];
  if (to - from !== size) {
    throw new FileError(
      `Tensor "${shown}" of shape [${shape.slice(0, 8).join(', ')}] needs ${size} bytes but has ${to - from}. The file is damaged.`,
    );
  }
  return { name, kind, shape, from, to };
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= 32 && value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);

const shortly = (value: unknown): string => (JSON.stringify(value) ?? 'none').slice(0, 40);

function readMetadata(metadata: unknown): Record<string, string> {
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw new FileError("The file's metadata is not a table of texts. The file is damaged.");
  }
  return metadata as Record<string, string>;
}
