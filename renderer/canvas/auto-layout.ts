/**
 * Puts layers into columns from left to right, each after all it depends on, and orders every column so that few edges
 * cross: longest paths, then a few sweeps of barycentres (Sugiyama, Tagawa and Toda 1981). Nothing overlaps.
 */
import { topologicalOrder } from '../../core/compile/acyclic.ts';
import { byPosition } from '../../core/compile/order.ts';
import type { Connection, Layer, Table } from '../../core/document/document.ts';
import { layerKinds } from '../../core/nn/layers/registry.ts';
import { layerBox, snap, union, type Point } from './geometry.ts';
import { rowLayout } from './row-layout.ts';

/** Room between columns for edges and their numbers, and between rows for names and biases. */
const COLUMN_GAP = 170;
const ROW_GAP = 62;
const SWEEPS = 6;

type Neighbours = ReadonlyMap<string, readonly string[]>;

export function autoLayout(layers: Table<Layer>, connections: Table<Connection>): Map<string, Point> {
  if (Object.values(layers).some(({ kind }) => kind === 'tokens')) return rowLayout(layers, connections);
  const all = Object.values(layers).sort(byPosition);
  const joined = Object.values(connections).filter(({ source, target }) => layers[source] && layers[target]);
  const columns = columnsOf(all, joined);
  const [before, after] = [neighbours(joined, 'target', 'source'), neighbours(joined, 'source', 'target')];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const order = sweep % 2 === 0 ? columns : [...columns].reverse();
    for (const column of order) sortByBarycentre(column, columns, sweep % 2 === 0 ? before : after);
  }
  return placed(columns, all);
}

/** Column by longest path from the inputs; outputs all in the last one, what nothing leads to in the second. */
function columnsOf(layers: readonly Layer[], connections: readonly Connection[]): Layer[][] {
  const depth = new Map<string, number>();
  for (const { id, kind } of topologicalOrder(layers, connections)) {
    const incoming = connections.filter(({ target }) => target === id).map(({ source }) => depth.get(source) ?? 0);
    const isInput = layerKinds[kind].role === 'input';
    depth.set(id, isInput ? 0 : Math.max(0, ...incoming) + 1);
  }
  const last = Math.max(0, ...depth.values());
  const columns: Layer[][] = Array.from({ length: last + 1 }, () => []);
  for (const layer of layers) {
    const isOutput = layerKinds[layer.kind].role === 'output';
    columns[isOutput ? last : (depth.get(layer.id) ?? 0)]!.push(layer);
  }
  return columns.filter((column) => column.length > 0);
}

function neighbours(
  connections: readonly Connection[],
  of: 'source' | 'target',
  which: 'source' | 'target',
): Neighbours {
  const found = new Map<string, string[]>();
  for (const connection of connections) {
    const list = found.get(connection[of]) ?? [];
    list.push(connection[which]);
    found.set(connection[of], list);
  }
  return found;
}

/** Inputs and outputs keep their order: it is the order of the data's columns. */
function sortByBarycentre(column: Layer[], columns: readonly Layer[][], toward: Neighbours): void {
  if (column.some(({ kind }) => layerKinds[kind].role !== 'hidden')) return;
  const place = new Map(columns.flatMap((list) => list.map(({ id }, i) => [id, (i + 0.5) / list.length] as const)));
  const centre = (id: string): number => {
    const near = toward.get(id) ?? [];
    if (near.length === 0) return place.get(id)!;
    return near.reduce((sum, other) => sum + place.get(other)!, 0) / near.length;
  };
  const centres = new Map(column.map(({ id }) => [id, centre(id)]));
  column.sort((a, b) => centres.get(a.id)! - centres.get(b.id)! || byPosition(a, b));
}

/** Columns side by side, each centred; the whole keeps its middle. */
function placed(columns: readonly Layer[][], all: readonly Layer[]): Map<string, Point> {
  const places = new Map<string, Point>();
  let x = 0;
  for (const column of columns) {
    const sizes = column.map((layer) => {
      const box = layerBox(layer);
      return { width: box.right - box.left, height: box.bottom - box.top };
    });
    const width = Math.max(...sizes.map((size) => size.width));
    let y = -(sizes.reduce((sum, { height }) => sum + height, 0) + ROW_GAP * (column.length - 1)) / 2;
    column.forEach(({ id }, i) => {
      places.set(id, { x: x + width / 2, y: y + sizes[i]!.height / 2 });
      y += sizes[i]!.height + ROW_GAP;
    });
    x += width + COLUMN_GAP;
  }
  const old = union(all.map(layerBox));
  const dx = old ? (old.left + old.right) / 2 - (x - COLUMN_GAP) / 2 : 0;
  const dy = old ? (old.top + old.bottom) / 2 : 0;
  return new Map([...places].map(([id, at]) => [id, { x: snap(at.x + dx), y: snap(at.y + dy) }]));
}
