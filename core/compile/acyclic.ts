/** Which layer can be computed after which, and what to say when there is no such order. */
import type { Connection, Layer, Table } from '../document/document.ts';

/** Whether joining source to target would close a circle. */
export function wouldCycle(connections: Table<Connection>, source: string, target: string): boolean {
  const following = targetsBySource(Object.values(connections));
  const reached = new Set<string>();
  const open = [target];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === source) return true;
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...(following.get(id) ?? []));
  }
  return false;
}

/**
 * Every layer after those it depends on, otherwise in the order given (Kahn 1962). Layers on or behind a circle are left
 * out; connections to layers that are not there are ignored.
 */
export function topologicalOrder(layers: readonly Layer[], connections: readonly Connection[]): Layer[] {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const waitsFor = new Map(layers.map(({ id }) => [id, 0]));
  const present = connections.filter(({ source, target }) => byId.has(source) && byId.has(target));
  for (const { target } of present) waitsFor.set(target, waitsFor.get(target)! + 1);
  const following = targetsBySource(present);
  const order = layers.filter(({ id }) => waitsFor.get(id) === 0);
  for (let next = 0; next < order.length; next++) {
    for (const target of following.get(order[next]!.id) ?? []) {
      const left = waitsFor.get(target)! - 1;
      waitsFor.set(target, left);
      if (left === 0) order.push(byId.get(target)!);
    }
  }
  return order;
}

/** One circle among the connections, as layer ids in its direction; empty when there is none. */
export function findCycle(layers: readonly Layer[], connections: readonly Connection[]): string[] {
  const left = new Set(layers.map(({ id }) => id));
  for (const { id } of topologicalOrder(layers, connections)) left.delete(id);
  const before = new Map<string, string>();
  for (const { source, target } of connections) if (left.has(source) && left.has(target)) before.set(target, source);
  // Every layer left waits for one that is left too, so that walking backwards must come round.
  const path: string[] = [];
  for (let id = [...before.keys()][0]; id !== undefined; id = before.get(id)) {
    const first = path.indexOf(id);
    if (first >= 0) return path.slice(first).reverse();
    path.push(id);
  }
  return [];
}

/** Connections by the layer that they end at. */
export function connectionsByTarget(connections: readonly Connection[]): Map<string, Connection[]> {
  const arriving = new Map<string, Connection[]>();
  for (const connection of connections) {
    const known = arriving.get(connection.target);
    if (known) known.push(connection);
    else arriving.set(connection.target, [connection]);
  }
  return arriving;
}

function targetsBySource(connections: readonly Connection[]): Map<string, string[]> {
  const following = new Map<string, string[]>();
  for (const { source, target } of connections) {
    const known = following.get(source);
    if (known) known.push(target);
    else following.set(source, [target]);
  }
  return following;
}
