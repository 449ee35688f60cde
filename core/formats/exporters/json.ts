import type { NetworkDocument } from '../../document/document.ts';
import { parameterName } from '../../document/parameter-names.ts';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import type { Exporter } from '../format.ts';
import { tensorsOf } from '../tensors-of.ts';

/** What the file says it is; the importer looks for it. */
export const JSON_FORMAT = 'weightroom-parameters';

type Nested = number | readonly Nested[];

/**
 * `{format, version, layers, connections, parameters}`: the structure, and each parameter with its shape, the name of every
 * entry and its values nested by shape. Numbers are the shortest that read back as the same bits.
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
  }));
  const parts = Object.entries({ layers, connections, parameters }).map(
    ([name, list]) => `  "${name}": ${lines(list)}`,
  );
  return `{\n  "format": "${JSON_FORMAT}",\n  "version": 1,\n${parts.join(',\n')}\n}\n`;
}

/** One line per element, so that people can read the file and compare two. */
function lines(list: readonly unknown[]): string {
  return list.length === 0 ? '[]' : `[\n${list.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`;
}

function nest(values: Float64Array, shape: readonly number[]): Nested {
  const [rows = 1, columns] = shape;
  if (columns === undefined) return [...values];
  return Array.from({ length: rows }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]);
}
