import type { Network } from '../compile/compile.ts';

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
