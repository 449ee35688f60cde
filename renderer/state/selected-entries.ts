/** Which single parameters the selection means: those of its edges, and of its layers what enters them and their biases. */
import { hasEdge } from '../../core/document/commands/connect.ts';
import { biasId, weightId, type NetworkDocument, type ParameterEntry } from '../../core/document/document.ts';
import type { Selection } from './selection.svelte.ts';

export function selectedEntries(document: NetworkDocument, selection: Selection): ParameterEntry[] {
  const { parameter, edges, layers } = selection;
  if (parameter && edges.size <= 1) return [{ id: parameter.id, index: parameter.index }];
  const found = new Map<string, ParameterEntry>();
  const add = (id: string, index: number): void => {
    if (index < (document.parameters[id]?.length ?? 0)) found.set(`${id}:${index}`, { id, index });
  };
  for (const key of edges) {
    const at = key.lastIndexOf(':');
    add(weightId(key.slice(0, at)), Number(key.slice(at + 1)));
  }
  for (const connection of Object.values(document.connections)) {
    if (!layers.has(connection.target)) continue;
    const id = weightId(connection.id);
    const { length } = document.parameters[id] ?? [];
    for (let index = 0; index < (length ?? 0); index++) if (hasEdge(connection, index)) add(id, index);
  }
  for (const layer of layers) document.parameters[biasId(layer)]?.forEach((_, index) => add(biasId(layer), index));
  return [...found.values()];
}
