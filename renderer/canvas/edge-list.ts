/**
 * Every edge of the drawing as flat arrays, so that thousands are painted and hit-tested without an object each. Made when
 * the drawing changes; weights are read from the parameters at paint time.
 */
import { weightId, type Connection, type Layer, type Table } from '../../core/document/document.ts';
import { isWired } from '../../core/compile/layer-context.ts';
import { inPort, isPlate, outPort } from './geometry.ts';
import { listWires, turnsBack, type Wire } from './wires.ts';

/** So many edges are drawn as lines; of more, the largest connections become heatmaps until the rest fits. */
export const MOST_EDGES_AS_LINES = 2000;
/** A connection of fewer edges stays lines: a heatmap of it would be no lighter than they are. */
const FEWEST_IN_HEATMAP = 32;

export interface EdgeList {
  readonly count: number;
  /** x1, y1, x2, y2 per edge */
  readonly ends: Float32Array;
  /** Index into `connectionIds` */
  readonly connection: Uint32Array;
  /** Index into the connection's weight */
  readonly entry: Uint32Array;
  readonly connectionIds: readonly string[];
  readonly weightIds: readonly string[];
  /** Connections drawn as heatmaps: of a layer shown as one block, or with too many edges for lines. */
  readonly bands: readonly Band[];
  /** Connections that have no weights. */
  readonly wires: readonly Wire[];
}

export interface Band {
  readonly connectionId: string;
  readonly weightId: string;
  readonly source: Layer;
  readonly target: Layer;
}

const isBlock = (layer: Layer): boolean => isPlate(layer) || (layer.size > 1 && layer.form === 'block');

export function listEdges(layers: Table<Layer>, connections: Table<Connection>): EdgeList {
  const drawable = Object.values(connections).filter(
    ({ source, target }) => layers[source] && layers[target] && !isWired(layers[target]),
  );
  const sizes = drawable.map(({ source, target }) => layers[source]!.size * layers[target]!.size);
  const isBand = drawable.map(({ source, target }) => isBlock(layers[source]!) || isBlock(layers[target]!));
  let lines = sizes.reduce((sum, size, i) => (isBand[i] ? sum : sum + size), 0);
  const largestFirst = sizes.map((_, i) => i).sort((a, b) => sizes[b]! - sizes[a]!);
  for (const i of largestFirst) {
    if (lines <= MOST_EDGES_AS_LINES || sizes[i]! < FEWEST_IN_HEATMAP) break;
    if (isBand[i]) continue;
    isBand[i] = true;
    lines -= sizes[i]!;
  }
  const capacity = sizes.reduce((sum, size, i) => (isBand[i] ? sum : sum + size), 0);
  const ends = new Float32Array(capacity * 4);
  const connection = new Uint32Array(capacity);
  const entry = new Uint32Array(capacity);
  const bands: Band[] = [];
  let count = 0;
  drawable.forEach(({ id, source, target, mask }, index) => {
    const from = layers[source]!;
    const to = layers[target]!;
    if (isBand[index]) {
      bands.push({ connectionId: id, weightId: weightId(id), source: from, target: to });
      return;
    }
    for (let t = 0; t < to.size; t++) {
      const end = inPort(to, t);
      for (let s = 0; s < from.size; s++) {
        if (mask && mask[t * from.size + s] === 0) continue;
        const start = outPort(from, s);
        ends.set([start.x, start.y, end.x, end.y], count * 4);
        connection[count] = index;
        entry[count] = t * from.size + s;
        count++;
      }
    }
  });
  return {
    count,
    ends,
    connection,
    entry,
    connectionIds: drawable.map(({ id }) => id),
    weightIds: drawable.map(({ id }) => weightId(id)),
    bands,
    wires: listWires(layers, connections),
  };
}

/** Where a connection's heatmap stands: half-way across, and near the smaller layer, of which there are often several. */
export function bandCentre({ source, target }: Band): { x: number; y: number } {
  if (turnsBack(source, target)) return { x: inPort(target, 0).x - 80, y: target.y };
  const share = source.size <= target.size ? 0.25 : 0.75;
  return {
    x: (outPort(source, 0).x + inPort(target, 0).x) / 2,
    y: source.y + share * (target.y - source.y),
  };
}

/** How far a curve's control points lie from its ends, horizontally. */
export function bend(x1: number, x2: number): number {
  return Math.max(28, Math.abs(x2 - x1) * 0.42);
}

/** A point of the curve; `share` runs from 0 at the source to 1 at the target. */
export function pointOnEdge(edges: EdgeList, edge: number, share: number): { x: number; y: number } {
  const x1 = edges.ends[edge * 4]!;
  const y1 = edges.ends[edge * 4 + 1]!;
  const x2 = edges.ends[edge * 4 + 2]!;
  const y2 = edges.ends[edge * 4 + 3]!;
  const control = bend(x1, x2);
  const rest = 1 - share;
  const a = rest * rest * rest;
  const b = 3 * rest * rest * share;
  const c = 3 * rest * share * share;
  const d = share * share * share;
  return { x: a * x1 + b * (x1 + control) + c * (x2 - control) + d * x2, y: (a + b) * y1 + (c + d) * y2 };
}

const SAMPLES = 20;

/** The edge nearest to a point, no farther than `reach` canvas units; -1 when there is none. */
export function edgeAt(edges: EdgeList, x: number, y: number, reach: number): number {
  let nearest = -1;
  let nearestSquare = reach * reach;
  for (let edge = 0; edge < edges.count; edge++) {
    const x1 = edges.ends[edge * 4]!;
    const y1 = edges.ends[edge * 4 + 1]!;
    const x2 = edges.ends[edge * 4 + 2]!;
    const y2 = edges.ends[edge * 4 + 3]!;
    const slack = reach + (x2 < x1 ? bend(x1, x2) : 0);
    if (x < Math.min(x1, x2) - slack || x > Math.max(x1, x2) + slack) continue;
    if (y < Math.min(y1, y2) - reach || y > Math.max(y1, y2) + reach) continue;
    const square = squaredDistance(edges, edge, x, y);
    if (square < nearestSquare) {
      nearest = edge;
      nearestSquare = square;
    }
  }
  return nearest;
}

function squaredDistance(edges: EdgeList, edge: number, x: number, y: number): number {
  let least = Infinity;
  let from = pointOnEdge(edges, edge, 0);
  for (let i = 1; i <= SAMPLES; i++) {
    const to = pointOnEdge(edges, edge, i / SAMPLES);
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    const along = Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, (x - from.x - along * dx) ** 2 + (y - from.y - along * dy) ** 2);
    from = to;
  }
  return least;
}

/** Every edge of which some part lies in the box. */
export function edgesIn(edges: EdgeList, box: { left: number; top: number; right: number; bottom: number }): number[] {
  const found: number[] = [];
  for (let edge = 0; edge < edges.count; edge++) {
    for (let i = 0; i <= SAMPLES; i++) {
      const { x, y } = pointOnEdge(edges, edge, i / SAMPLES);
      if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) {
        found.push(edge);
        break;
      }
    }
  }
  return found;
}

/** Names one edge everywhere: in the selection, in hit tests, in labels. */
export const edgeKey = (connectionId: string, entry: number): string => `${connectionId}:${entry}`;

export function keyOf(edges: EdgeList, edge: number): string {
  return edgeKey(edges.connectionIds[edges.connection[edge]!]!, edges.entry[edge]!);
}

const indices = new WeakMap<EdgeList, ReadonlyMap<string, number>>();

/** Where the edge of a key is in the list; -1 when it is not drawn as a line. Found once for each list. */
export function indexOfKey(edges: EdgeList, key: string): number {
  let known = indices.get(edges);
  if (!known) {
    known = new Map(Array.from({ length: edges.count }, (_, edge) => [keyOf(edges, edge), edge]));
    indices.set(edges, known);
  }
  return known.get(key) ?? -1;
}
