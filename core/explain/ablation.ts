/**
 * Switching parts of a language model off to see what they are for: an attention head, or a hidden unit, gives 0 instead of
 * what it computes. The model's own parameters are never touched: what the part sends on is multiplied by 0 in a copy.
 *
 * @see Michel, Levy and Neubig, "Are sixteen heads really better than one?", 2019
 */
import type { CompiledLayer, Network } from '../compile/compile.ts';
import type { Table } from '../document/document.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';

export type PartKind = 'head' | 'unit';

/** One head of an attention, or one hidden unit of a feed-forward or a dense layer. */
export interface Part {
  /** Id of the layer. */
  readonly layer: string;
  /** From 0. */
  readonly index: number;
}

/** A layer with parts that can be switched off. */
export interface PartedLayer {
  readonly layer: string;
  readonly name: string;
  readonly kind: PartKind;
  readonly count: number;
}

/** In the order of computation. */
export function partedLayers(network: Network): PartedLayer[] {
  return network.layers.flatMap(({ layer }): PartedLayer[] => {
    const { id, name, size } = layer;
    if (layer.kind === 'attention') return [{ layer: id, name, kind: 'head', count: setting(layer, 'heads') }];
    if (layer.kind === 'feedForward') return [{ layer: id, name, kind: 'unit', count: setting(layer, 'hidden') }];
    if (layer.kind === 'dense') return [{ layer: id, name, kind: 'unit', count: size }];
    return [];
  });
}

/**
 * The parameters as they would be with these parts switched off: columns of what reads them are 0. Arrays that no part
 * concerns are the same objects.
 *
 * Also for gradients: what is switched off has none.
 *
 * @throws RangeError when there is no such part
 */
export function withoutParts(
  network: Network,
  parameters: Table<Float64Array>,
  parts: readonly Part[],
): Table<Float64Array> {
  if (parts.length === 0) return parameters;
  const changed: Record<string, Float64Array> = {};
  for (const part of parts) {
    for (const { id, width, first, count } of columnsOf(network, part)) {
      const values = (changed[id] ??= parameters[id]!.slice());
      for (let row = 0; row < values.length; row += width) values.fill(0, row + first, row + first + count);
    }
  }
  return { ...parameters, ...changed };
}

/** Columns of a matrix [rows, width]. */
interface Columns {
  readonly id: string;
  readonly width: number;
  readonly first: number;
  readonly count: number;
}

function columnsOf(network: Network, { layer: id, index }: Part): Columns[] {
  const parted = partedLayers(network).find(({ layer }) => layer === id);
  if (!parted || index >= parted.count) throw new RangeError('That part is not in the model any more.');
  const { layer } = network.layers.find((entry) => entry.id === id)!;
  if (layer.kind === 'attention') {
    const count = layer.size / parted.count;
    return [{ id: `${id}.outWeight`, width: layer.size, first: index * count, count }];
  }
  if (layer.kind === 'feedForward') return [{ id: `${id}.outWeight`, width: parted.count, first: index, count: 1 }];
  const readers = network.layers.flatMap(({ incoming }) => incoming.filter(({ source }) => source === id));
  return readers.map(({ weightId }) => ({ id: weightId, width: layer.size, first: index, count: 1 }));
}

function setting({ kind, settings }: CompiledLayer['layer'], name: string): number {
  const { fields }: LayerKind = layerKinds[kind];
  return settings?.[name] ?? fields![name]!.initial;
}
