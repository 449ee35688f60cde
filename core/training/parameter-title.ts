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

/**
 * How a message names the op at which something went wrong, and in which tensor: `the weighted sum of "h1"`;
 * `the gradient of the bias of "h1", behind the weighted sum of "h1"`.
 */
export function placeTitle(network: Network, { node, op, of, kind }: NonFinitePlace): string {
  const place = op === 'loss' ? 'the loss' : `the ${madeBy(op)} of "${layerName(network, node)}"`;
  if (kind === 'value') return place;
  return `the gradient of ${tensorTitle(network, of)}, behind ${place}`;
}

function madeBy(op: string): string {
  return op === 'weightedSum' ? 'weighted sum' : op === 'activate' ? 'activation' : op === 'input' ? 'data' : op;
}

const layerName = ({ layers }: Network, node: string): string =>
  layers.find(({ id }) => id === node || preActivationId(id) === node)?.layer.name ?? node;

function tensorTitle(network: Network, id: string): string {
  if (network.parameters.some((parameter) => parameter.id === id)) return parameterTitle(network, id);
  const name = layerName(network, id);
  return network.layers.some((layer) => layer.id === id) ? `the values of "${name}"` : `the weighted sum of "${name}"`;
}
