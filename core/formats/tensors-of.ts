/** A network's parameters under names that mean something outside this app: those of the layers, not our ids. */
import type { NetworkDocument } from '../document/document.ts';
import { parametersOf } from '../document/parameter-shape.ts';
import type { NamedTensor } from './format.ts';

export interface DocumentTensor extends NamedTensor {
  /** Our own id: `c1.weight`, `l2.bias`. */
  readonly id: string;
  readonly values: Float64Array;
}

/**
 * `hidden.weight` when one connection enters a layer, `hidden.weight.input` when several do, and `hidden.bias`; PyTorch's
 * shapes, weights [target, source]. Equal names are told apart by a number. Undrawn edges are zeros.
 */
export function tensorsOf(document: NetworkDocument): DocumentTensor[] {
  const taken = new Set<string>();
  return parametersOf(document).map(({ id, shape }) => {
    const base = tensorName(document, id);
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}.${n}`;
    taken.add(name);
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    return { id, name, shape, values: document.parameters[id] ?? new Float64Array(size) };
  });
}

function tensorName({ layers, connections }: NetworkDocument, id: string): string {
  const owner = id.slice(0, id.lastIndexOf('.'));
  const layer = layers[owner];
  if (layer) return `${layer.name || layer.id}.bias`;
  const { source, target } = connections[owner]!;
  const to = layers[target]!.name || target;
  const siblings = Object.values(connections).filter((other) => other.target === target && layers[other.source]);
  return siblings.length === 1 ? `${to}.weight` : `${to}.weight.${layers[source]!.name || source}`;
}
