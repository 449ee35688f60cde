import type { Table } from '../document/document.ts';
import { initializers, type InitializerName } from '../nn/initializers/registry.ts';
import { Random } from '../tensor/random.ts';
import { sizeOf } from '../tensor/shape.ts';
import { learnableCount, type Network } from './compile.ts';

/**
 * Starting values: weights by the initializer, biases and undrawn edges 0, what a layer owns as its kind says.
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
  fillOwn(network, initializer, seed, parameters);
  return parameters;
}

/** Tensors of layers. Those that write into the residual stream shrink with the number of additions to it (GPT-2). */
function fillOwn(network: Network, initializer: InitializerName, seed: number, into: Table<Float64Array>): void {
  const additions = network.layers.filter(({ layer }) => layer.kind === 'add').length;
  for (const { id, shape, start } of network.parameters) {
    const values = into[id]!;
    if (start === 'ones') values.fill(1);
    if (start !== 'weights' && start !== 'residual') continue;
    const [outputs, inputs] = shape as readonly [number, number];
    initializers[initializer].fill(values, inputs, outputs, Random.fromSeed(seedFor(id, seed)));
    const factor = start === 'residual' ? 1 / Math.sqrt(Math.max(1, additions)) : 1;
    if (factor !== 1) for (let i = 0; i < values.length; i++) values[i]! *= factor;
  }
}

/** FNV-1a over the id's characters, started from the seed. */
function seedFor(id: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
