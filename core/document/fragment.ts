/** A piece of a drawing that stands alone: what duplicating copies, and what goes to the clipboard. */
import { byPosition } from '../compile/order.ts';
import { biasId, weightId, type Connection, type Layer, type NetworkDocument } from './document.ts';

export interface Fragment {
  /** In reading order. */
  readonly layers: readonly Layer[];
  /** Only those among these layers. */
  readonly connections: readonly Connection[];
  /** Of these layers and connections, by parameter id. */
  readonly parameters: Readonly<Record<string, Float64Array>>;
}

/** The chosen layers with all their values and the connections among them; names of single parameters stay behind. */
export function fragmentOf(document: NetworkDocument, chosen: Iterable<string>): Fragment {
  const layers = [...new Set(chosen)].flatMap((id) => document.layers[id] ?? []).sort(byPosition);
  const ids = new Set(layers.map(({ id }) => id));
  const connections = Object.values(document.connections).filter(
    ({ source, target }) => ids.has(source) && ids.has(target),
  );
  const parameters: Record<string, Float64Array> = {};
  for (const id of [...layers.map(({ id }) => biasId(id)), ...connections.map(({ id }) => weightId(id))]) {
    const values = document.parameters[id];
    if (values) parameters[id] = values;
  }
  return { layers, connections, parameters };
}
