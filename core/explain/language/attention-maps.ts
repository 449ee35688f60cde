/**
 * How much each token of a text takes from each other, per layer and head: A = softmax(Q Kᵀ / √d), row i = who token i looks at.
 * Rows sum to 1; where a position only sees earlier ones, everything right of the diagonal is exactly 0.
 *
 * @see Vaswani et al., "Attention is all you need", 2017, section 3.2
 */
import type { Network } from '../../compile/compile.ts';
import { headCountOf, isCausalAttention } from '../../nn/layers/attention.ts';
import { readsWindows, type TextReader } from './text-reader.ts';

export interface AttentionLayer {
  /** Layer id. */
  readonly layer: string;
  readonly name: string;
  readonly heads: number;
  readonly isCausal: boolean;
}

export interface AttentionMap extends AttentionLayer {
  /** [heads, T, T] */
  readonly weights: Float64Array;
}

/** In the order of computing; none for a network that reads windows, whose text is in no one place at once. */
export function attentionLayers(network: Network): AttentionLayer[] {
  if (readsWindows(network)) return [];
  return network.layers
    .filter(({ layer }) => layer.kind === 'attention')
    .map(({ id, layer }) => ({
      layer: id,
      name: layer.name,
      heads: headCountOf(layer),
      isCausal: isCausalAttention(layer),
    }));
}

/** After the reader has read. */
export const attentionMaps = (reader: TextReader): AttentionMap[] =>
  attentionLayers(reader.network).map((one) => ({ ...one, weights: reader.attentionOf(one.layer) }));
