import { isWired } from '../../compile/layer-context.ts';
import { Random } from '../../tensor/random.ts';
import { Draft } from '../change.ts';
import { ownerOf, weightId, type NetworkDocument } from '../document.ts';
import { refuse, type CommandResult } from './command.ts';
import { leaveGroups } from './groups.ts';
import { removeParameter, reshapeParameter } from './reshape.ts';
import { settleOwned } from './settle.ts';

/** Edges by connection id: entries of its weight. */
export type EdgesByConnection = ReadonlyMap<string, readonly number[]>;

/** Takes away layers, with everything connected to them, single edges, and notes. All other values stay. */
export function remove(
  document: NetworkDocument,
  layers: Iterable<string>,
  edges: EdgesByConnection,
  notes: Iterable<string> = [],
): CommandResult {
  const draft = new Draft(document);
  for (const [id, entries] of edges) removeEdges(draft, id, entries);
  for (const id of layers) {
    if (!document.layers[id]) continue;
    for (const connection of Object.values(draft.document.connections)) {
      if (connection.source === id || connection.target === id) removeConnection(draft, connection.id);
    }
    draft.set('layers', id, undefined);
    for (const parameter of Object.keys(document.parameters)) {
      if (ownerOf(parameter) === id) removeParameter(draft, parameter);
    }
    leaveGroups(draft, [id]);
  }
  settleOwned(draft, Random.fromSeed(1));
  for (const id of notes) {
    draft.set('notes', id, undefined);
    leaveGroups(draft, [id]);
  }
  const { changes } = draft;
  if (changes.length === 0) return refuse('Nothing is selected. Select layers, edges or notes to delete.');
  return { label: 'delete', changes };
}

/** What an edge had, its name and its momentum too, goes with it: one drawn there later is a new one. */
function removeEdges(draft: Draft, id: string, entries: readonly number[]): void {
  const connection = draft.document.connections[id];
  const target = connection && draft.document.layers[connection.target];
  if (target && isWired(target)) return removeConnection(draft, id);
  const { length } = draft.document.parameters[weightId(id)] ?? [];
  if (!connection || !length) return;
  const mask = connection.mask?.slice() ?? new Uint8Array(length).fill(1);
  const drawn = entries.filter((entry) => mask[entry] === 1);
  if (drawn.length === 0) return;
  for (const entry of drawn) mask[entry] = 0;
  if (mask.every((bit) => bit === 0)) {
    removeConnection(draft, id);
    return;
  }
  draft.set('connections', id, { ...connection, mask });
  reshapeParameter(
    draft,
    weightId(id),
    length,
    (entry) => (mask[entry] === 1 ? entry : -1),
    () => 0,
  );
}

export function removeConnection(draft: Draft, id: string): void {
  draft.set('connections', id, undefined);
  removeParameter(draft, weightId(id));
}
