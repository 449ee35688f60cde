import type { Connection, Layer, Table } from '../../core/document/document.ts';
import { activations } from '../../core/nn/activations/registry.ts';
import { layerKinds } from '../../core/nn/layers/registry.ts';

/** A layer in words, for those who hear the drawing: `dense, 4 units, tanh, from x1, x2, to y`. */
export function describeLayer(layers: Table<Layer>, connections: Table<Connection>, layer: Layer): string {
  const joined = Object.values(connections);
  const from = joined.filter(({ target }) => target === layer.id).map(({ source }) => layers[source]?.name);
  const to = joined.filter(({ source }) => source === layer.id).map(({ target }) => layers[target]?.name);
  const kind = layerKinds[layer.kind];
  return [
    kind.title.toLowerCase(),
    `${layer.size} unit${layer.size === 1 ? '' : 's'}`,
    ...(kind.hasActivation ? [activations[layer.activation].title.toLowerCase()] : []),
    ...(from.length > 0 ? [`from ${from.join(', ')}`] : []),
    ...(to.length > 0 ? [`to ${to.join(', ')}`] : []),
  ].join(', ');
}
