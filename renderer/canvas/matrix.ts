/** Any matrix of weights that can be opened and read cell by cell: of a connection, or a tensor that a layer owns. */
import { layerContext } from '../../core/compile/layer-context.ts';
import { hasEdge } from '../../core/document/commands/connect.ts';
import { ownerOf, weightId, type Connection, type Layer, type Table } from '../../core/document/document.ts';
import type { LayerKind } from '../../core/nn/layers/layer-kind.ts';
import { layerKinds } from '../../core/nn/layers/registry.ts';

export interface Matrix {
  readonly title: string;
  readonly parameterId: string;
  /** A vector is one row. */
  readonly rows: number;
  readonly columns: number;
  /** Id of the connection; null for a layer's own tensor. */
  readonly connection: string | null;
  /** Id of the layer that owns it, or that the connection leads to. */
  readonly layer: string;
  readonly isThere: (entry: number) => boolean;
  /** What a row stands for, where the layer says; else null. */
  readonly rowTitle: (row: number) => string | null;
}

/** @param id of a connection, or of a layer's own tensor, `l3.qkvWeight` @param tokens names of the vocabulary, by id */
export function matrixOf(
  layers: Table<Layer>,
  connections: Table<Connection>,
  id: string,
  tokens: readonly string[],
): Matrix | null {
  const connection = connections[id];
  if (connection) return ofConnection(layers, connection, tokens);
  const layer = layers[ownerOf(id)];
  if (!layer) return null;
  const name = id.slice(layer.id.length + 1);
  const kind: LayerKind = layerKinds[layer.kind];
  const tensor = kind.parameters(layer, layerContext(Object.values(layers))).find((owned) => owned.name === name);
  if (!tensor) return null;
  const [rows, columns] = tensor.shape.length === 1 ? [1, tensor.shape[0]!] : [tensor.shape[0]!, tensor.shape[1]!];
  return {
    title: `${name} of ${layer.name}`,
    parameterId: id,
    rows,
    columns,
    connection: null,
    layer: layer.id,
    isThere: () => true,
    rowTitle: (row) => rowTitle(layer, name, row, tokens),
  };
}

function ofConnection(layers: Table<Layer>, connection: Connection, tokens: readonly string[]): Matrix | null {
  const source = layers[connection.source];
  const target = layers[connection.target];
  if (!source || !target) return null;
  return {
    title: `${source.name} to ${target.name}`,
    parameterId: weightId(connection.id),
    rows: target.size,
    columns: source.size,
    connection: connection.id,
    layer: target.id,
    isThere: (entry) => hasEdge(connection, entry),
    rowTitle: (row) => (target.kind === 'output' && tokens.length === target.size ? tokens[row]! : null),
  };
}

function rowTitle(layer: Layer, tensor: string, row: number, tokens: readonly string[]): string | null {
  if (layer.kind === 'embedding') return tokens[row] ?? null;
  if (layer.kind === 'positions') return `position ${row + 1}`;
  if (layer.kind !== 'attention' || tensor !== 'qkvWeight') return null;
  const part = ['query', 'key', 'value'][Math.floor(row / layer.size)];
  const kind: LayerKind = layerKinds.attention;
  const perHead = layer.size / (layer.settings?.['heads'] ?? kind.fields!['heads']!.initial);
  const unit = row % layer.size;
  return `${part}, head ${Math.floor(unit / perHead) + 1}, unit ${Math.floor(unit % perHead) + 1}`;
}

/** Full colour of a tensor whose values are small: a round number just above its largest. */
export function fullScale(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  for (let unit = 1e-6; unit < 1e9; unit *= 10) {
    for (const factor of [1, 2, 5]) if (largest <= unit * factor) return unit * factor;
  }
  return largest;
}
