/**
 * Where the lines run that carry values as they are. Within a row a line goes straight, up to a block and back down to the sign
 * that adds it; from the end of a row it goes around, between the rows, to the start of the next, as text is read.
 */
import { isWired } from '../../core/compile/layer-context.ts';
import type { Connection, Layer, Table } from '../../core/document/document.ts';
import { layerBox, type Box, type Point } from './geometry.ts';

export interface Wire {
  readonly connectionId: string;
  readonly source: Layer;
  readonly target: Layer;
  /** What a residual add is given beside the block: the way around it. */
  readonly isStream: boolean;
  /** As an SVG path, in canvas units. */
  readonly path: string;
}

/** Of corners; and how far a line that turns back stays off what it goes around. */
const RADIUS = 9;
const CLEARANCE = 16;

export function listWires(layers: Table<Layer>, connections: Table<Connection>): Wire[] {
  const carried = Object.values(connections).filter(
    ({ source, target }) => layers[source] && layers[target] && isWired(layers[target]),
  );
  const sourcesOf = new Map<string, string[]>();
  for (const { source, target } of Object.values(connections)) {
    sourcesOf.set(target, [...(sourcesOf.get(target) ?? []), source]);
  }
  return carried.map(({ id, source, target }) => {
    const from = layers[source]!;
    const to = layers[target]!;
    const turningBack = carried
      .filter((other) => other.source === source && turnsBack(from, layers[other.target]!))
      .map((other) => layerBox(layers[other.target]!));
    return {
      connectionId: id,
      source: from,
      target: to,
      isStream: isWayAround(source, to, sourcesOf),
      path: pathBetween(from, to, turningBack),
    };
  });
}

/** Whether a line passes here; `reach` in canvas units. */
export function wireAt(wires: readonly Wire[], { x, y }: Point, reach: number): Wire | null {
  const context = (scratch ??= new OffscreenCanvas(1, 1).getContext('2d'));
  if (!context) return null;
  context.lineWidth = 2 * reach;
  return wires.findLast(({ path }) => context.isPointInStroke(new Path2D(path), x, y)) ?? null;
}

let scratch: OffscreenCanvasRenderingContext2D | null = null;

/** Whether what is fed stands farther left, as at the start of the next row. */
export const turnsBack = (from: Layer, to: Layer): boolean => layerBox(to).left < layerBox(from).right;

/** @param all boxes of everything that the line turns back to from the same layer */
export const pathBetween = (from: Layer, to: Layer, all: readonly Box[] = [layerBox(to)]): string =>
  rounded(turnsBack(from, to) ? pointsBack(from, to, all) : pointsForth(from, to));

/** Of the two that an add takes, the one that the other is computed from. */
function isWayAround(source: string, target: Layer, sourcesOf: ReadonlyMap<string, readonly string[]>): boolean {
  if (target.kind !== 'add') return false;
  const waiting = (sourcesOf.get(target.id) ?? []).filter((id) => id !== source);
  const seen = new Set<string>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === source) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(sourcesOf.get(id) ?? []));
  }
  return false;
}

function pointsForth(from: Layer, to: Layer): Point[] {
  const { right, left } = { right: layerBox(from).right, left: layerBox(to).left };
  const start = { x: right, y: from.y };
  if (Math.abs(from.y - to.y) < 1) return [start, { x: left, y: to.y }];
  const box = layerBox(to);
  if (to.kind === 'add' && Math.abs(from.y - to.y) > box.bottom - to.y) {
    const end = from.y < to.y ? box.top : box.bottom;
    return [start, { x: to.x, y: from.y }, { x: to.x, y: end }];
  }
  const middle = left - Math.min(CLEARANCE, (left - right) / 2);
  return [start, { x: middle, y: from.y }, { x: middle, y: to.y }, { x: left, y: to.y }];
}

/** Out to the right, between the two rows, and in from the left; all that turn back from one layer take the same way. */
function pointsBack(from: Layer, to: Layer, all: readonly Box[]): Point[] {
  const own = layerBox(from);
  const out = own.right + CLEARANCE;
  const into = Math.min(...all.map(({ left }) => left)) - CLEARANCE;
  const top = Math.min(...all.map((box) => box.top));
  const between = top > own.bottom ? (own.bottom + top) / 2 : own.bottom + CLEARANCE;
  return [
    { x: own.right, y: from.y },
    { x: out, y: from.y },
    { x: out, y: between },
    { x: into, y: between },
    { x: into, y: to.y },
    { x: layerBox(to).left, y: to.y },
  ];
}

/** A line through points with round corners. */
function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  let path = `M${first!.x} ${first!.y}`;
  rest.forEach((corner, i) => {
    const before = points[i]!;
    const after = rest[i + 1];
    if (!after) {
      path += `L${corner.x} ${corner.y}`;
      return;
    }
    const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2);
    const a = towards(corner, before, radius);
    const b = towards(corner, after, radius);
    path += `L${a.x} ${a.y}Q${corner.x} ${corner.y} ${b.x} ${b.y}`;
  });
  return path;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}
