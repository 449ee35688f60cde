/** Which parameters a drawing has, and of what shape. */
import { isWired, layerContext } from '../compile/layer-context.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import { weightId, type NetworkDocument } from './document.ts';

/** What is drawn of a network, without any value. */
export type DrawnNetwork = Pick<NetworkDocument, 'layers' | 'connections'>;

export interface ParameterOfDocument {
  readonly id: string;
  readonly shape: readonly number[];
  /** 0 where no edge is drawn; null = all are. */
  readonly mask: Uint8Array | null;
}

/**
 * Every parameter that the drawing has, weights of each connection first, then biases; each in the order of ids, c2 before
 * c10: the same whatever has been deleted and brought back.
 */
export function parametersOf({ layers, connections }: DrawnNetwork): ParameterOfDocument[] {
  const weights = Object.values(connections)
    .sort(byId)
    .filter(({ source, target }) => layers[source] && layers[target] && !isWired(layers[target]))
    .map(({ id, source, target, mask }) => ({
      id: weightId(id),
      shape: [layers[target]!.size, layers[source]!.size],
      mask,
    }));
  const context = layerContext(Object.values(layers));
  const own = Object.values(layers)
    .sort(byId)
    .flatMap((layer) => {
      const kind: LayerKind = layerKinds[layer.kind];
      return kind
        .parameters(layer, context)
        .map(({ name, shape }) => ({ id: `${layer.id}.${name}`, shape, mask: null }));
    });
  return [...weights, ...own];
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}

/** How many numbers can be learned: undrawn edges do not count. */
export function countParameters(document: NetworkDocument): number {
  return parametersOf(document).reduce(
    (sum, { shape, mask }) =>
      sum + (mask ? mask.reduce((bits, bit) => bits + bit, 0) : shape.reduce((a, b) => a * b, 1)),
    0,
  );
}
