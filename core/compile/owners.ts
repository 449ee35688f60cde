import type { Network } from './compile.ts';

/** Id of the layer that each parameter belongs to, by parameter id: weights of a connection, to the layer where it ends. */
export function ownersOf({ layers, parameters }: Network): Map<string, string> {
  const targets = new Map(layers.flatMap(({ id, incoming }) => incoming.map((one) => [one.id, id] as const)));
  return new Map(parameters.map(({ id, owner }) => [id, targets.get(owner) ?? owner]));
}
