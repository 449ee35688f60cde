import { isWired } from '../../compile/layer-context.ts';
import type { PreparedData } from '../../data/data-settings.ts';
import { openTokenizer } from '../../data/text-source.ts';
import { ONLY, ownerOf, type Constraint, type Layer, type NetworkDocument } from '../../document/document.ts';
import { parameterName } from '../../document/parameter-names.ts';
import type { LayerKind } from '../../nn/layers/layer-kind.ts';
import { layerKinds } from '../../nn/layers/registry.ts';
import { settingOf } from '../../nn/layers/settings.ts';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import { exportedData } from '../exported-data.ts';
import type { Exporter } from '../format.ts';
import { tensorsOf } from '../tensors-of.ts';
import { tokenizerJson } from '../tokenizer-json.ts';

/** What the file says it is; the importer looks for it. */
export const JSON_FORMAT = 'weightroom-parameters';

type Nested = number | null | readonly Nested[];

/**
 * `{format, version, data, text, layers, connections, parameters, ties}`: all that another program needs to compute the network, and
 * each parameter with its shape, the names of its entries where they have any, and its values nested by shape. Numbers are the
 * shortest that read back as the same bits. `data` is which column enters which unit, and how it is scaled; `text`, of a language model alone, is how its text is cut and what it guesses.
 * Where they say anything, a parameter has `frozen` (1 = training leaves it), `minimum` and `maximum` (null = open), nested as its values
 * are. `ties` lists entries that are one number: `{parameter, index, sign}` each, the index into the flattened values, the
 * sign -1 where it is the negative of the first. See docs/parameter-files.md.
 */
export const json: Exporter = {
  title: 'JSON',
  extension: 'json',
  description: 'The network and every parameter by name, readable by people and programs.',
  write: (document, prepared) => encodeUtf8(textOf(document, prepared)),
};

function textOf(document: NetworkDocument, prepared: PreparedData | null | undefined): string {
  const layers = Object.values(document.layers).map(layerIn);
  const connections = Object.values(document.connections).map(({ id, source, target, mask }) => ({
    id,
    source,
    target,
    from: document.layers[source]?.name ?? source,
    to: document.layers[target]?.name ?? target,
    ...(mask ? { mask: [...mask] } : {}),
  }));
  const parameters = tensorsOf(document).map(({ id, name, shape, values }) => ({
    name,
    shape,
    ...labelsOf(document, id, values.length),
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
  const text = textIn(document);
  const data = exportedData(document, prepared);
  const about = [
    data === null ? '' : `  "data": ${JSON.stringify(data)},\n`,
    text === null ? '' : `  "text": ${JSON.stringify(text)},\n`,
  ].join('');
  return `{\n  "format": "${JSON_FORMAT}",\n  "version": 1,\n${about}${parts.join(',\n')}\n}\n`;
}

/** A layer with every setting, chosen or not, choices by their names. */
function layerIn(layer: Layer): Readonly<Record<string, unknown>> {
  const { id, name, kind, size, activation, hasBias } = layer;
  const { fields = {}, constants = {}, hasActivation, takesBias }: LayerKind = layerKinds[kind];
  const settings = Object.entries(fields).map(([setting, field]) => {
    const value = settingOf(layer, fields, setting);
    return [setting, field.choices?.[value] ?? value] as const;
  });
  const all = { ...Object.fromEntries(settings), ...constants };
  return {
    ...{ id, name, kind, size },
    ...(hasActivation ? { activation } : {}),
    ...(takesBias ? { bias: hasBias } : {}),
    ...(Object.keys(all).length > 0 ? { settings: all } : {}),
  };
}

/** The tokenizer in Hugging Face's form, which holds the vocabulary; `boundary` and `mask` are ids, or null. */
function textIn({ data }: NetworkDocument): Readonly<Record<string, unknown>> | null {
  const source = data[ONLY]?.source;
  if (source?.kind !== 'text') return null;
  const tokenizer = openTokenizer(source);
  const { objective, layout } = source;
  return { objective, layout, ...tokenizer.special, tokenizer: tokenizerJson(tokenizer) };
}

/** An entry of a table or a block has a name only where a person gave it one: a million places in a matrix say nothing. */
function labelsOf(document: NetworkDocument, id: string, count: number): { readonly labels?: readonly string[] } {
  const owner = document.layers[ownerOf(id)];
  if (owner && isWired(owner) && !document.labels[id]) return {};
  return { labels: Array.from({ length: count }, (_, i) => parameterName(document, id, i)) };
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
