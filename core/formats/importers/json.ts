import * as v from 'valibot';
import { FileError } from '../../data/file-error.ts';
import { decodeUtf8, Utf8Error } from '../../tensor/utf8.ts';
import { JSON_FORMAT } from '../exporters/json.ts';
import type { Importer, NamedConstraint, NamedTensor, ParameterFile } from '../format.ts';
import { readJson } from '../read-json.ts';

const MOST_BYTES = 256 * 1_048_576;

const nested = <Entry>(entry: v.GenericSchema<Entry>) => v.union([v.array(entry), v.array(v.array(entry))]);
const name = v.pipe(v.string(), v.maxLength(200));
const ends = v.optional(nested(v.nullable(v.number())));
const parameterSchema = v.object({
  name,
  shape: v.pipe(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), v.minLength(1), v.maxLength(2)),
  values: nested(v.number()),
  frozen: v.optional(nested(v.picklist([0, 1]))),
  minimum: ends,
  maximum: ends,
});
const tieSchema = v.pipe(
  v.array(
    v.object({
      parameter: name,
      index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      sign: v.picklist([1, -1] as const),
    }),
  ),
  v.minLength(2, 'a tie has at least two members'),
);
const fileSchema = v.object({
  format: v.literal(JSON_FORMAT),
  version: v.pipe(v.number(), v.integer()),
  parameters: v.array(parameterSchema),
  /** Files made before constraints were written have none, and say nothing of constraints. */
  ties: v.optional(v.array(tieSchema)),
});

export const json: Importer = {
  title: 'JSON',
  extensions: ['json'],
  read: (bytes) => {
    const parsed = v.safeParse(fileSchema, readJson(textOf(bytes), 'The file'));
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const path = v.getDotPath(issue) ?? 'the top level';
      throw new FileError(
        `The file is not one of parameters: at ${path.slice(0, 80)}, ${issue.message.slice(0, 160)}. Export one to see the form.`,
      );
    }
    const { version, parameters } = parsed.output;
    if (version !== 1)
      throw new FileError(`This file was made by version ${version}; this app reads up to 1. It was not changed.`);
    const twice = parameters.find(({ name }, i) => parameters.findIndex((other) => other.name === name) < i);
    if (twice) throw new FileError(`The file has "${twice.name.slice(0, 80)}" twice. It was not taken over.`);
    return { tensors: parameters.map(tensorOf), held: heldIn(parsed.output) };
  },
};

function textOf(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) {
    throw new FileError(
      `The file has ${bytes.length} bytes; up to ${MOST_BYTES} can be read as JSON. Use safetensors.`,
    );
  }
  try {
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return decodeUtf8(hasMark ? bytes.subarray(3) : bytes);
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    throw new FileError(`The file is not text: ${error.message}. Choose a JSON file of parameters.`);
  }
}

type StoredParameter = v.InferOutput<typeof parameterSchema>;

function tensorOf({ name, shape, values }: StoredParameter): NamedTensor {
  return { name, shape, values: Float64Array.from(flatten(values, name, shape, 'values')) };
}

function heldIn({ parameters, ties }: v.InferOutput<typeof fileSchema>): ParameterFile['held'] {
  if (!ties) return null;
  return {
    constraints: parameters.flatMap((parameter) => constraintOf(parameter) ?? []),
    ties: ties.map((members) => members.map(({ parameter, index, sign }) => ({ name: parameter, index, sign }))),
  };
}

function constraintOf({ name, shape, frozen, minimum, maximum }: StoredParameter): NamedConstraint | null {
  if (!frozen && !minimum && !maximum) return null;
  const ends = (list: typeof minimum, what: string, open: number): Float64Array | null =>
    list ? Float64Array.from(flatten(list, name, shape, what), (end) => end ?? open) : null;
  return {
    name,
    frozen: frozen ? Uint8Array.from(flatten(frozen, name, shape, 'frozen entries')) : null,
    minimum: ends(minimum, 'least values', -Infinity),
    maximum: ends(maximum, 'largest values', Infinity),
  };
}

/** [rows, columns] or [entries], as the shape says. @throws FileError when they are not that many */
function flatten<Entry>(
  list: readonly Entry[] | readonly (readonly Entry[])[],
  name: string,
  shape: readonly number[],
  what: string,
): Entry[] {
  const [outer = 0, inner] = shape;
  const isFull =
    list.length === outer &&
    list.every((row) => (inner === undefined ? !Array.isArray(row) : Array.isArray(row) && row.length === inner));
  if (!isFull) {
    throw new FileError(
      `"${name.slice(0, 80)}" does not hold the ${what} of its shape [${shape.join(', ')}]. The file was not taken over.`,
    );
  }
  return list.flat() as Entry[];
}
