import { Draft } from '../change.ts';
import { biasId, weightId, type NetworkDocument } from '../document.ts';
import { refuse, type CommandResult } from './command.ts';
import { removeParameter } from './reshape.ts';

/** Edges by connection id: entries of its weight. */
export type EdgesByConnection = ReadonlyMap<string, readonly number[]>;

/** Takes away layers, with everything connected to them, and single edges. All other values stay. */
export function remove(document: NetworkDocument, layers: Iterable<string>, edges: EdgesByConnection): CommandResult {
  const draft = new Draft(document);
  for (const [id, entries] of edges) removeEdges(draft, id, entries);
  for (const id of layers) {
    if (!document.layers[id]) continue;
    for (const connection of Object.values(draft.document.connections)) {
      if (connection.source === id || connection.target === id) removeConnection(draft, connection.id);
    }
    draft.set('layers', id, undefined);
    removeParameter(draft, biasId(id));
  }
  const { changes } = draft;
  if (changes.length === 0) return refuse('Nothing is selected. Select layers or edges to delete.');
  return { label: 'delete', changes };
}

function removeEdges(draft: Draft, id: string, entries: readonly number[]): void {
  const connection = draft.document.connections[id];
  const weights = draft.document.parameters[weightId(id)];
  if (!connection || !weights) return;
  const mask = connection.mask?.slice() ?? new Uint8Array(weights.length).fill(1);
  const kept = weights.slice();
  for (const entry of entries) {
    mask[entry] = 0;
    kept[entry] = 0;
  }
  if (mask.every((bit) => bit === 0)) {
    removeConnection(draft, id);
    return;
  }
  draft.set('connections', id, { ...connection, mask });
  draft.set('parameters', weightId(id), kept);
}

function removeConnection(draft: Draft, id: string): void {
  draft.set('connections', id, undefined);
  removeParameter(draft, weightId(id));
}
