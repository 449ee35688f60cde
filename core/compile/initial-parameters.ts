import type { Table } from '../document/document.ts';
import { initializers, type InitializerName } from '../nn/initializers/registry.ts';
import { Random } from '../tensor/random.ts';
import type { Network } from './compile.ts';

/**
 * Starting values: weights by the initializer, biases and undrawn edges 0. Drawn in the network's own order from the seed,
 * so that a seed and a drawing give the same values everywhere.
 */
export function initialParameters(network: Network, initializer: InitializerName, seed: number): Table<Float64Array> {
  const random = Random.fromSeed(seed);
  const sizes = new Map(network.layers.map(({ id, layer }) => [id, layer.size]));
  const fanOut = new Map<string, number>();
  for (const { incoming, layer } of network.layers) {
    for (const { source } of incoming) fanOut.set(source, (fanOut.get(source) ?? 0) + layer.size);
  }
  const parameters: Record<string, Float64Array> = {};
  for (const { layer, incoming, biasId } of network.layers) {
    const fanIn = incoming.reduce((sum, { source }) => sum + sizes.get(source)!, 0);
    for (const { weightId, source, mask } of incoming) {
      const values = new Float64Array(layer.size * sizes.get(source)!);
      initializers[initializer].fill(values, fanIn, fanOut.get(layer.id) ?? layer.size, random);
      if (mask) values.forEach((_, i) => (values[i] = mask[i] === 0 ? 0 : values[i]!));
      parameters[weightId] = values;
    }
    if (biasId !== null) parameters[biasId] = new Float64Array(layer.size);
  }
  return parameters;
}
