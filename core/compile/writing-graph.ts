import type { Graph } from '../engine/graph.ts';
import { idInput } from '../engine/ops/input.ts';
import { isCausalAttention } from '../nn/layers/attention.ts';
import { lowerLayers, type Network } from './compile.ts';
import { layerContext } from './layer-context.ts';

/** Node with the place of the position that is computed. */
export const PLACE = '(place)';

/**
 * The network for one position at a time, which remembers the keys and values of those before: what writing text needs. null
 * where a position depends on later ones, or on all of them together.
 */
export function writingGraph({ layers, outputLayers, parameters, text }: Network): Graph | null {
  const isStepwise = layers.every(
    ({ layer }) => layer.kind !== 'flatten' && (layer.kind !== 'attention' || isCausalAttention(layer)),
  );
  if (!text || !isStepwise) return null;
  const context = layerContext(
    layers.map(({ layer }) => layer),
    PLACE,
  );
  return {
    nodes: [idInput(PLACE, 1), ...lowerLayers(layers, context)],
    inputs: [text.input, PLACE],
    outputs: outputLayers,
    parameters,
  };
}
