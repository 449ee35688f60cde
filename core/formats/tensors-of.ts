/** A network's parameters under names that mean something outside this app: those of the layers, not our ids. */
import { ownerOf, type NetworkDocument } from '../document/document.ts';
import { parametersOf } from '../document/parameter-shape.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { NamedTensor } from './format.ts';

export interface DocumentTensor extends NamedTensor {
  /** Our own id: `c1.weight`, `l2.bias`. */
  readonly id: string;
  readonly values: Float64Array;
}

/**
 * `hidden.weight` when one connection enters a layer, `hidden.weight.input` when several do; what a layer owns by its own name,
 * `hidden.bias`, `attention 1.qkvWeight`, `embedding.weight`. PyTorch's shapes, weights [target, source]. Equal names are told
 * apart by a number. Undrawn edges are zeros.
 */
export function tensorsOf(document: NetworkDocument): DocumentTensor[] {
  return namedTensors(document, tensorName);
}

/** The same under the names of files from before, in which whatever a layer owns was called its bias: `attention 1.bias.2`. */
export function tensorsByOldNames(document: NetworkDocument): DocumentTensor[] {
  return namedTensors(document, (drawn, id) => {
    const layer = drawn.layers[ownerOf(id)];
    return layer ? `${layer.name || layer.id}.bias` : tensorName(drawn, id);
  });
}

function namedTensors(
  document: NetworkDocument,
  nameOf: (document: NetworkDocument, id: string) => string,
): DocumentTensor[] {
  const taken = new Set<string>();
  return parametersOf(document).map(({ id, shape }) => {
    const base = nameOf(document, id);
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}.${n}`;
    taken.add(name);
    return { id, name, shape, values: document.parameters[id] ?? new Float64Array(sizeOf(shape)) };
  });
}

function tensorName({ layers, connections }: NetworkDocument, id: string): string {
  const owner = ownerOf(id);
  const layer = layers[owner];
  if (layer) return `${layer.name || layer.id}.${id.slice(owner.length + 1)}`;
  const { source, target } = connections[owner]!;
  const to = layers[target]!.name || target;
  const siblings = Object.values(connections).filter((other) => other.target === target && layers[other.source]);
  return siblings.length === 1 ? `${to}.weight` : `${to}.weight.${layers[source]!.name || source}`;
}
