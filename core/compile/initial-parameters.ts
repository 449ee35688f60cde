import type { Table } from '../document/document.ts';
import { initializers, type InitializerName } from '../nn/initializers/registry.ts';
import { Random } from '../tensor/random.ts';
import { sizeOf } from '../tensor/shape.ts';
import { learnableCount, type Network } from './compile.ts';

/**
 * Starting values: weights by the initializer, biases and undrawn edges 0.
 *
 * Each weight draws from a generator of its own, made from the seed and the weight's id: what one connection starts from
 * depends neither on where things stand on the canvas nor on which other connections there are, but for the numbers of
 * edges that the initializer scales by.
 */
export function initialParameters(network: Network, initializer: InitializerName, seed: number): Table<Float64Array> {
  const edges = new Map(network.parameters.map((parameter) => [parameter.id, learnableCount(parameter)]));
  const units = new Map(network.layers.map(({ id, layer }) => [id, layer.size]));
  const leaving = new Map<string, number>();
  for (const { source, weightId } of network.layers.flatMap(({ incoming }) => incoming)) {
    leaving.set(source, (leaving.get(source) ?? 0) + edges.get(weightId)!);
  }
  const parameters: Record<string, Float64Array> = {};
  for (const { id, shape } of network.parameters) parameters[id] = new Float64Array(sizeOf(shape));
  for (const { layer, incoming } of network.layers) {
    const fanIn = incoming.reduce((sum, { weightId }) => sum + edges.get(weightId)!, 0) / layer.size;
    for (const { weightId, source, mask } of incoming) {
      const values = parameters[weightId]!;
      const fanOut = leaving.get(source)! / units.get(source)!;
      initializers[initializer].fill(values, fanIn, fanOut, Random.fromSeed(seedFor(weightId, seed)));
      if (mask) for (let i = 0; i < mask.length; i++) if (mask[i] === 0) values[i] = 0;
    }
  }
  return parameters;
}

/** FNV-1a over the id's characters, started from the seed. */
function seedFor(id: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
