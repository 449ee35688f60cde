import { layerKinds } from '../../nn/layers/registry.ts';
import { Draft } from '../change.ts';
import { biasId, type NetworkDocument, type Table } from '../document.ts';
import { takenAway } from '../slim-entry.ts';
import type { History } from '../history.ts';
import { refuse, type CommandResult } from './command.ts';
import { settle } from './constrain.ts';
import { setHasBias } from './edit-layer.ts';

/**
 * Biases of many layers off or on, to see what they do.
 *
 * @param remembered the values that they come back with, by parameter id; others start at 0
 */
export function setBiases(
  document: NetworkDocument,
  layers: Iterable<string>,
  hasBias: boolean,
  remembered: Table<Float64Array>,
): CommandResult {
  const chosen = [...layers].flatMap((id) => document.layers[id] ?? []);
  const computed = chosen.filter(({ kind }) => layerKinds[kind].takesConnections);
  if (computed.length === 0) return refuse('Inputs have no bias: their values come from the data.');
  const draft = new Draft(document);
  for (const { id, size, hasBias: had } of computed) {
    if (had === hasBias) continue;
    const result = setHasBias(draft.document, id, hasBias);
    if ('message' in result) return result;
    for (const { table, id: entry, after } of result.changes) draft.set(table, entry, after);
    const values = remembered[biasId(id)];
    if (hasBias && values?.length === size) draft.set('parameters', biasId(id), values);
  }
  settle(draft);
  return { label: hasBias ? 'biases on' : 'biases off', changes: draft.changes };
}

/** What each parameter that is gone had last, as far as the history goes back. */
export function lastValues({ done }: History): Record<string, Float64Array> {
  const found: Record<string, Float64Array> = {};
  for (const { changes, slim } of done) {
    for (const change of changes) {
      if (change.table === 'parameters' && change.before && !change.after) found[change.id] = change.before;
    }
    if (slim) Object.assign(found, takenAway(slim));
  }
  return found;
}
