import type { Layer } from '../document/document.ts';
import type { LayerContext, LayerKind } from '../nn/layers/layer-kind.ts';
import { layerKinds } from '../nn/layers/registry.ts';

/** Whether what is connected into a layer is carried as it is, without weights. */
export function isWired({ kind }: Layer): boolean {
  const { wires }: LayerKind = layerKinds[kind];
  return wires !== undefined;
}

/** What the layers of one drawing may know of each other. @param place as in `LayerContext` */
export function layerContext(layers: Iterable<Layer>, place: string | null = null): LayerContext {
  let tokens: Layer | null = null;
  const embeddings: Layer[] = [];
  for (const layer of layers) {
    if (layer.kind === 'tokens') tokens ??= layer;
    if (layer.kind === 'embedding') embeddings.push(layer);
  }
  return { tokens, embedding: embeddings.length === 1 ? embeddings[0]! : null, place };
}
