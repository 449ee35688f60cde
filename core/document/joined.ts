/** What leads into a layer and out of it, found once for each drawing: with thousands of connections, views that ask of every layer would search long. */
import type { Connection, Table } from './document.ts';

interface Joined {
  readonly into: ReadonlyMap<string, readonly Connection[]>;
  readonly outOf: ReadonlyMap<string, readonly Connection[]>;
}

const known = new WeakMap<Table<Connection>, Joined>();
const NONE: readonly Connection[] = [];

/** In the order of the table. */
export const connectionsInto = (connections: Table<Connection>, layer: string): readonly Connection[] =>
  joinedIn(connections).into.get(layer) ?? NONE;

/** In the order of the table. */
export const connectionsOutOf = (connections: Table<Connection>, layer: string): readonly Connection[] =>
  joinedIn(connections).outOf.get(layer) ?? NONE;

function joinedIn(connections: Table<Connection>): Joined {
  let joined = known.get(connections);
  if (!joined) {
    const into = new Map<string, Connection[]>();
    const outOf = new Map<string, Connection[]>();
    for (const connection of Object.values(connections)) {
      add(into, connection.target, connection);
      add(outOf, connection.source, connection);
    }
    joined = { into, outOf };
    known.set(connections, joined);
  }
  return joined;
}

function add(table: Map<string, Connection[]>, layer: string, connection: Connection): void {
  const found = table.get(layer);
  if (found) found.push(connection);
  else table.set(layer, [connection]);
}
