import { Random } from '../../tensor/random.ts';
import { Draft } from '../change.ts';
import type { NetworkDocument } from '../document.ts';
import { refuse, type CommandResult } from './command.ts';
import { removeConnection } from './remove.ts';
import { settleOwned } from './settle.ts';

/** Takes a whole connection away, even one that ends at a layer that is not there. All other values stay. */
export function disconnect(document: NetworkDocument, id: string): CommandResult {
  const connection = document.connections[id];
  if (!connection) return refuse('That connection is not there any more.');
  const draft = new Draft(document);
  removeConnection(draft, id);
  settleOwned(draft, Random.fromSeed(1));
  const name = (layer: string): string => document.layers[layer]?.name ?? layer;
  return { label: `disconnect ${name(connection.source)} from ${name(connection.target)}`, changes: draft.changes };
}
