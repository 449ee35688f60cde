import * as v from 'valibot';
import { FileError } from '../../data/file-error.ts';
import { decodeUtf8, Utf8Error } from '../../tensor/utf8.ts';
import { JSON_FORMAT } from '../exporters/json.ts';
import type { Importer, NamedTensor } from '../format.ts';
import { readJson } from '../read-json.ts';

const MOST_BYTES = 256 * 1_048_576;

const rows = v.array(v.number());
const parameterSchema = v.object({
  name: v.pipe(v.string(), v.maxLength(200)),
  shape: v.pipe(v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(1))), v.minLength(1), v.maxLength(2)),
  values: v.union([rows, v.array(rows)]),
});
const fileSchema = v.object({
  format: v.literal(JSON_FORMAT),
  version: v.pipe(v.number(), v.integer()),
  parameters: v.array(parameterSchema),
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
    return parameters.map(tensorOf);
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

function tensorOf({ name, shape, values }: v.InferOutput<typeof parameterSchema>): NamedTensor {
  const isNested = shape.length === 2;
  const [outer = 0, inner = 1] = shape;
  const parts = isNested
    ? values.filter((row): row is number[] => Array.isArray(row))
    : [values.filter((x) => typeof x === 'number')];
  const wanted = isNested ? inner : outer;
  const isFull = parts.length === (isNested ? outer : 1) && parts.every((row) => row.length === wanted);
  if (!isFull || (isNested && parts.length !== values.length)) {
    throw new FileError(
      `"${name.slice(0, 80)}" does not hold the values of its shape [${shape.join(', ')}]. The file was not taken over.`,
    );
  }
  return { name, shape, values: Float64Array.from(parts.flat()) };
}
