/** A piece of a drawing that stands alone: what duplicating copies, and what goes to the clipboard. */
import { byPosition } from '../compile/order.ts';
import {
  ownerOf,
  type Connection,
  type Constraint,
  type Group,
  type Layer,
  type NetworkDocument,
  type Note,
  type Tie,
} from './document.ts';

export interface Fragment {
  /** In reading order. */
  readonly layers: readonly Layer[];
  /** Only those among these layers. */
  readonly connections: readonly Connection[];
  /** Of these layers and connections, by parameter id. */
  readonly parameters: Readonly<Record<string, Float64Array>>;
  readonly notes: readonly Note[];
  /** Those of which every member is here. */
  readonly groups: readonly Group[];
  /** Of these parameters. */
  readonly constraints: Readonly<Record<string, Constraint>>;
  /** Those among these parameters alone. */
  readonly ties: readonly Tie[];
}

/** The chosen layers and notes with all their values and the connections among them; names of single parameters stay behind. */
export function fragmentOf(document: NetworkDocument, chosen: Iterable<string>): Fragment {
  const items = new Set(chosen);
  const layers = [...items].flatMap((id) => document.layers[id] ?? []).sort(byPosition);
  const notes = [...items].flatMap((id) => document.notes[id] ?? []);
  const ids = new Set(layers.map(({ id }) => id));
  const connections = Object.values(document.connections).filter(
    ({ source, target }) => ids.has(source) && ids.has(target),
  );
  const parameters: Record<string, Float64Array> = {};
  const constraints: Record<string, Constraint> = {};
  const owners = new Set([...ids, ...connections.map(({ id }) => id)]);
  for (const [id, values] of Object.entries(document.parameters)) {
    if (!owners.has(ownerOf(id))) continue;
    parameters[id] = values;
    const constraint = document.constraints[id];
    if (constraint) constraints[id] = constraint;
  }
  const groups = Object.values(document.groups).filter(({ members }) => members.every((member) => items.has(member)));
  const ties = Object.values(document.ties).filter(({ members }) => members.every(({ id }) => id in parameters));
  return { layers, connections, parameters, notes, groups, constraints, ties };
}
