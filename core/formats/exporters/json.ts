import type { Constraint, NetworkDocument } from '../../document/document.ts';
import { parameterName } from '../../document/parameter-names.ts';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import type { Exporter } from '../format.ts';
import { tensorsOf } from '../tensors-of.ts';

/** What the file says it is; the importer looks for it. */
export const JSON_FORMAT = 'weightroom-parameters';

type Nested = number | null | readonly Nested[];

/**
 * `{format, version, layers, connections, parameters, ties}`: the structure, and each parameter with its shape, the name of
 * every entry and its values nested by shape. Numbers are the shortest that read back as the same bits. Where they say
 * anything, a parameter has `frozen` (1 = training leaves it), `minimum` and `maximum` (null = open), nested as its values
 * are. `ties` lists entries that are one number: `{parameter, index, sign}` each, the index into the flattened values, the
 * sign -1 where it is the negative of the first. See docs/parameter-files.md.
 */
export const json: Exporter = {
  title: 'JSON',
  extension: 'json',
  description: 'The network and every parameter by name, readable by people and programs.',
  write: (document) => encodeUtf8(textOf(document)),
};

function textOf(document: NetworkDocument): string {
  const layers = Object.values(document.layers).map(({ id, name, kind, size, activation, hasBias }) =>
    kind === 'input' ? { id, name, kind, size } : { id, name, kind, size, activation, bias: hasBias },
  );
  const connections = Object.values(document.connections).map(({ id, source, target, mask }) => ({
    id,
    from: document.layers[source]?.name ?? source,
    to: document.layers[target]?.name ?? target,
    ...(mask ? { mask: [...mask] } : {}),
  }));
  const parameters = tensorsOf(document).map(({ id, name, shape, values }) => ({
    name,
    shape,
    labels: Array.from(values, (_, i) => parameterName(document, id, i)),
    values: nest(values, shape),
    ...constraintOf(document.constraints[id], shape),
  }));
  const names = new Map(tensorsOf(document).map(({ id, name }) => [id, name]));
  const ties = Object.values(document.ties)
    .filter(({ members }) => members.every(({ id }) => names.has(id))) // a bias that is switched off is not written
    .map(({ members }) => members.map(({ id, index, sign }) => ({ parameter: names.get(id)!, index, sign })));
  const parts = Object.entries({ layers, connections, parameters, ties }).map(
    ([name, list]) => `  "${name}": ${lines(list)}`,
  );
  return `{\n  "format": "${JSON_FORMAT}",\n  "version": 1,\n${parts.join(',\n')}\n}\n`;
}

/** Only what constrains anything. */
function constraintOf(constraint: Constraint | undefined, shape: readonly number[]): Readonly<Record<string, Nested>> {
  if (!constraint) return {};
  const { frozen, minimum, maximum } = constraint;
  return {
    ...(frozen ? { frozen: nest(frozen, shape) } : {}),
    ...(minimum ? { minimum: nest(minimum, shape) } : {}),
    ...(maximum ? { maximum: nest(maximum, shape) } : {}),
  };
}

/** One line per element, so that people can read the file and compare two. */
function lines(list: readonly unknown[]): string {
  return list.length === 0 ? '[]' : `[\n${list.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`;
}

/** JSON has no infinity: an open end is null. */
function nest(values: Float64Array | Uint8Array, shape: readonly number[]): Nested {
  const [rows = 1, columns] = shape;
  const list = Array.from(values, (value) => (Number.isFinite(value) ? value : null));
  if (columns === undefined) return list;
  return Array.from({ length: rows }, (_, row) => list.slice(row * columns, (row + 1) * columns));
}
