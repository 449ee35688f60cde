import { isSameTable } from '../document/change.ts';
import { ONLY, type Layer, type NetworkDocument, type Table } from '../document/document.ts';
import { byPosition } from './order.ts';

/**
 * Whether two sets of layers compile to the same network, connections being the same: moved, renamed or drawn otherwise
 * they do, as long as their reading order, which is the order of columns and of sums, stays.
 */
export function areSameLayers(a: Table<Layer>, b: Table<Layer>): boolean {
  if (a === b) return true;
  const [before, after] = [a, b].map((layers) => Object.values(layers).sort(byPosition));
  return before!.length === after!.length && before!.every((layer, i) => computesTheSame(layer, after![i]!));
}

const computesTheSame = (a: Layer, b: Layer): boolean =>
  a === b ||
  (a.id === b.id &&
    a.kind === b.kind &&
    a.size === b.size &&
    a.activation === b.activation &&
    a.hasBias === b.hasBias &&
    isSameTable(a.settings ?? {}, b.settings ?? {}));

/** Whether two documents train as one network on one set of data: what differs is values, settings, or how it is drawn. */
export const areSameNetworks = (a: NetworkDocument, b: NetworkDocument): boolean =>
  areSameLayers(a.layers, b.layers) && isSameTable(a.connections, b.connections) && a.data[ONLY] === b.data[ONLY];
