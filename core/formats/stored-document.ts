/**
 * A document as a project file keeps it: every array of numbers a tensor, everything else plain JSON. Categories are kept as
 * numbers into a list of their words.
 *
 * | tensor | what |
 * |---|---|
 * | `parameter/<id>`, `moment/<slot>/<id>` | values and optimizer state |
 * | `order`, `random` | where training stands |
 * | `mask/<connection>` | which edges are drawn |
 * | `frozen/<id>`, `minimum/<id>`, `maximum/<id>` | what training must keep to |
 * | `text` | the text of a language model, as UTF-8 |
 * | `column/<number>` | a column of the person's own table |
 */
import * as v from 'valibot';
import type { Column, DataSettings } from '../data/data-settings.ts';
import { FileError } from '../data/file-error.ts';
import { ONLY, type NetworkDocument } from '../document/document.ts';
import { parametersOf } from '../document/parameter-shape.ts';
import { documentSchema } from '../document/schema.ts';
import { thinnedSchema } from '../document/schema/data.ts';
import type { StoredTensor, TensorValues } from './safetensors.ts';
import { TensorShelf } from './tensor-shelf.ts';

export interface StoredDocument {
  /** Plain JSON. */
  readonly document: unknown;
  readonly tensors: readonly StoredTensor[];
}

const flat = (name: string, values: TensorValues): StoredTensor => ({ name, shape: [values.length], values });

export function storeDocument(document: NetworkDocument): StoredDocument {
  const { layers, connections, parameters, labels, notes, groups, ties, training } = document;
  const tensors: StoredTensor[] = [];
  const shapes = new Map(parametersOf(document).map(({ id, shape }) => [id, shape]));
  for (const [id, values] of Object.entries(parameters)) {
    tensors.push({ name: `parameter/${id}`, shape: shapes.get(id) ?? [values.length], values });
  }
  for (const { id, mask } of Object.values(connections)) if (mask) tensors.push(flat(`mask/${id}`, mask));
  const constraints = mapEntries(document.constraints, ({ frozen, minimum, maximum }, id) => {
    if (frozen) tensors.push(flat(`frozen/${id}`, frozen));
    if (minimum) tensors.push(flat(`minimum/${id}`, minimum));
    if (maximum) tensors.push(flat(`maximum/${id}`, maximum));
    return { frozen: frozen !== null, minimum: minimum !== null, maximum: maximum !== null };
  });
  const data = mapEntries(document.data, (settings) => storeData(settings, tensors));
  const run = mapEntries(document.run, ({ order, random, moments, ...place }) => {
    tensors.push(flat('order', order), flat('random', random));
    for (const [id, values] of Object.entries(moments)) tensors.push(flat(`moment/${id}`, values));
    return place;
  });
  const drawn = mapEntries(connections, (connection) => ({ ...connection, mask: connection.mask !== null }));
  const plain = { layers, connections: drawn, labels, notes, groups, constraints, ties, data, training, run };
  return { document: plain, tensors };
}

function storeData({ source, ...settings }: DataSettings, tensors: StoredTensor[]): unknown {
  if (source.kind === 'builtin') return { ...settings, source };
  if (source.kind === 'text') {
    const { utf8, ...rest } = source;
    tensors.push(flat(TEXT, utf8));
    return { ...settings, source: rest };
  }
  const columns = source.table.columns.map((column, i) => {
    if (column.type === 'number') {
      tensors.push(flat(`column/${i}`, column.values));
      return { name: column.name, type: column.type };
    }
    const words = [...new Set(column.values)];
    const codes = new Map(words.map((word, code) => [word, code]));
    tensors.push(
      flat(
        `column/${i}`,
        Uint32Array.from(column.values, (word) => codes.get(word)!),
      ),
    );
    return { name: column.name, type: column.type, words };
  });
  return { ...settings, source: { kind: 'table', table: { ...source.table, columns } } };
}

const words = v.array(v.string());
const storedColumnSchema = v.variant('type', [
  v.strictObject({ name: v.string(), type: v.literal('number') }),
  v.strictObject({ name: v.string(), type: v.literal('category'), words }),
]);
const storedTableSchema = v.strictObject({
  kind: v.literal('table'),
  table: v.strictObject({
    name: v.string(),
    columns: v.array(storedColumnSchema),
    thinned: v.exactOptional(thinnedSchema),
  }),
});
type StoredTable = v.InferOutput<typeof storedTableSchema>;
const storedSchema = v.strictObject({
  layers: v.unknown(),
  connections: v.record(v.string(), v.looseObject({ mask: v.boolean() })),
  labels: v.unknown(),
  notes: v.unknown(),
  groups: v.unknown(),
  constraints: v.record(
    v.string(),
    v.strictObject({ frozen: v.boolean(), minimum: v.boolean(), maximum: v.boolean() }),
  ),
  ties: v.unknown(),
  data: v.record(
    v.literal(ONLY),
    v.looseObject({
      source: v.variant('kind', [storedTableSchema, v.looseObject({ kind: v.picklist(['builtin', 'text']) })]),
    }),
  ),
  training: v.unknown(),
  run: v.record(v.literal(ONLY), v.looseObject({})),
});

/** @throws FileError when the parts do not make a well-formed document */
export function restoreDocument(stored: unknown, shelf: TensorShelf): NetworkDocument {
  const parts = checked(storedSchema, stored);
  const { layers, connections, labels, notes, groups, constraints, ties, data, training, run } = parts;
  return checked(documentSchema, {
    layers,
    connections: mapEntries(connections, (connection, id) => ({
      ...connection,
      mask: connection.mask ? shelf.take(`mask/${id}`, 'U8') : null,
    })),
    parameters: shelf.takeAll('parameter/', 'F64'),
    labels,
    notes,
    groups,
    constraints: mapEntries(constraints, ({ frozen, minimum, maximum }, id) => ({
      frozen: frozen ? shelf.take(`frozen/${id}`, 'U8') : null,
      minimum: minimum ? shelf.take(`minimum/${id}`, 'F64') : null,
      maximum: maximum ? shelf.take(`maximum/${id}`, 'F64') : null,
    })),
    ties,
    data: mapEntries(data, (settings) => ({ ...settings, source: restoreSource(settings.source, shelf) })),
    training,
    run: mapEntries(run, (place) => ({
      ...place,
      order: shelf.take('order', 'U32'),
      random: shelf.take('random', 'U32'),
      moments: shelf.takeAll('moment/', 'F64'),
    })),
  });
}

/** The part that holds the text to learn from, as UTF-8. */
export const TEXT = 'text';

const isTable = (source: { readonly kind: string }): source is StoredTable => source.kind === 'table';

function restoreSource(source: { readonly kind: string }, shelf: TensorShelf): unknown {
  if (source.kind === 'text') return { ...source, utf8: shelf.takeUtf8(TEXT) };
  if (!isTable(source)) return source;
  const columns = source.table.columns.map((column, i): Column => {
    const { name } = column;
    const part = `column/${i}`;
    if (column.type === 'number') return { name, type: 'number', values: shelf.take(part, 'F64') };
    const values = Array.from(shelf.take(part, 'U32'), (code) => {
      const word = column.words[code];
      if (word !== undefined) return word;
      throw new FileError(
        `The column "${name.slice(0, 80)}" refers to word ${code} of ${column.words.length}. The file is damaged; it was not opened.`,
      );
    });
    return { name, type: 'category', values };
  });
  return { kind: 'table', table: { ...source.table, columns } };
}

function checked<T>(schema: v.GenericSchema<unknown, T> | v.GenericSchema<T>, value: unknown): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  const where = path === null ? '' : ` at ${path.slice(0, 80)}`;
  throw new FileError(`The project does not hold together${where}: ${issue.message.slice(0, 200)} It was not opened.`);
}

function mapEntries<A, B>(table: Readonly<Record<string, A>>, change: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value, key)]));
}
