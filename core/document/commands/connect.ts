import { wouldCycle } from '../../compile/compile.ts';
import { isWired } from '../../compile/layer-context.ts';
import { layerKinds } from '../../nn/layers/registry.ts';
import type { Random } from '../../tensor/random.ts';
import { Draft } from '../change.ts';
import { weightId, type Connection, type Layer, type NetworkDocument } from '../document.ts';
import { freeId, refuse, type CommandResult } from './command.ts';

/** One unit, or (unit null) every unit of a layer. */
export interface ConnectionEnd {
  readonly layer: string;
  readonly unit: number | null;
}

/** Of one connection. */
const MOST_EDGES = 4_000_000;

/** Why two layers of these sizes cannot be joined; null when they can. */
export function sizeRefusal(from: number, to: number): string | null {
  if (from * to <= MOST_EDGES) return null;
  return `${from} to ${to} units are ${from * to} edges; up to ${MOST_EDGES} can be drawn. Use fewer units.`;
}

/** Why these two cannot be joined; null when they can. */
export function connectionRefusal(
  document: NetworkDocument,
  source: ConnectionEnd,
  target: ConnectionEnd,
): string | null {
  const from = document.layers[source.layer];
  const to = document.layers[target.layer];
  if (!from || !to) return 'That layer is not there any more.';
  if (from.id === to.id) {
    return `"${from.name}" cannot feed itself: a value would depend on itself before it is known. Connect it to another layer.`;
  }
  if (!layerKinds[to.kind].takesConnections) {
    return `"${to.name}" is an input: it takes its value from the data. Connect into a neuron or an output.`;
  }
  if (wouldCycle(document.connections, from.id, to.id)) {
    return `"${to.name}" already leads to "${from.name}", so this would close a circle. Connect in the other direction.`;
  }
  if (isWired(to)) {
    return connectionBetween(document, from.id, to.id)
      ? `"${from.name}" and "${to.name}" are already connected there.`
      : null;
  }
  const tooMany = sizeRefusal(from.size, to.size);
  if (tooMany !== null) return tooMany;
  const existing = connectionBetween(document, from.id, to.id);
  const isThere = existing && entriesOf(from, to, source, target).every((entry) => hasEdge(existing, entry));
  return isThere ? `"${from.name}" and "${to.name}" are already connected there.` : null;
}

/** Draws the edges between two ends; new weights come from `random`, small enough for any width. Others keep their values. */
export function connect(
  document: NetworkDocument,
  source: ConnectionEnd,
  target: ConnectionEnd,
  random: Random,
): CommandResult {
  const refusal = connectionRefusal(document, source, target);
  if (refusal !== null) return refuse(refusal, target.layer);
  const from = document.layers[source.layer]!;
  const to = document.layers[target.layer]!;
  if (isWired(to)) {
    const id = freeId(document.connections, 'c');
    const draft = new Draft(document);
    draft.set('connections', id, { id, source: from.id, target: to.id, mask: null });
    return { label: `connect ${from.name} to ${to.name}`, changes: draft.changes };
  }
  const existing = connectionBetween(document, from.id, to.id);
  const count = from.size * to.size;
  const mask = existing ? (existing.mask?.slice() ?? new Uint8Array(count).fill(1)) : new Uint8Array(count);
  const id = existing?.id ?? freeId(document.connections, 'c');
  const weights = document.parameters[weightId(id)]?.slice() ?? new Float64Array(count);
  const limit = 1 / Math.sqrt(from.size);
  for (const entry of entriesOf(from, to, source, target)) {
    if (mask[entry] === 1) continue;
    mask[entry] = 1;
    weights[entry] = Math.round(1000 * limit * (2 * random.uniform() - 1)) / 1000;
  }
  const draft = new Draft(document);
  draft.set('connections', id, {
    id,
    source: from.id,
    target: to.id,
    mask: mask.every((bit) => bit === 1) ? null : mask,
  });
  draft.set('parameters', weightId(id), weights);
  return { label: `connect ${from.name} to ${to.name}`, changes: draft.changes };
}

export function connectionBetween(document: NetworkDocument, source: string, target: string): Connection | undefined {
  return Object.values(document.connections).find((entry) => entry.source === source && entry.target === target);
}

export const hasEdge = ({ mask }: Connection, entry: number): boolean => mask === null || mask[entry] === 1;

/** Entries of the weight [target size, source size] that lie between two ends. */
function entriesOf(from: Layer, to: Layer, source: ConnectionEnd, target: ConnectionEnd): number[] {
  const all = (size: number): number[] => Array.from({ length: size }, (_, i) => i);
  const sources = source.unit === null ? all(from.size) : [source.unit];
  const targets = target.unit === null ? all(to.size) : [target.unit];
  return targets.flatMap((t) => sources.map((s) => t * from.size + s));
}
