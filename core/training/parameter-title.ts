import type { Network } from '../compile/compile.ts';
import { preActivationId } from '../engine/graph.ts';
import type { NonFinitePlace } from '../engine/find-non-finite.ts';

/** `the bias of "h1"`, `a weight from "x" to "h1"`: how a message names a parameter. */
export function parameterTitle({ layers }: Network, parameterId: string): string {
  for (const { layer, incoming, biasId } of layers) {
    if (biasId === parameterId) return `the bias of "${layer.name}"`;
    const connection = incoming.find(({ weightId }) => weightId === parameterId);
    if (!connection) continue;
    const source = layers.find(({ id }) => id === connection.source);
    return `a weight from "${source?.layer.name ?? connection.source}" to "${layer.name}"`;
  }
  return parameterId;
}

/** `the weighted sum of "h1"`: how a message names the op at which something went wrong. */
export function placeTitle(network: Network, { node, op, kind }: NonFinitePlace): string {
  if (op === 'loss') return 'the loss';
  const layer = network.layers.find(({ id }) => id === node || preActivationId(id) === node)?.layer.name ?? node;
  const made = op === 'weightedSum' ? 'weighted sum' : op === 'activate' ? 'activation' : op === 'input' ? 'data' : op;
  return kind === 'value' ? `the ${made} of "${layer}"` : `a gradient behind the ${made} of "${layer}"`;
}
