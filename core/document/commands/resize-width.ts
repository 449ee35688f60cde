/** The width of a whole model at once: of every layer that passes the same vectors on. */
import { isWired } from '../../compile/layer-context.ts';
import type { LayerKind } from '../../nn/layers/layer-kind.ts';
import { layerKinds } from '../../nn/layers/registry.ts';
import type { Random } from '../../tensor/random.ts';
import { apply, difference } from '../change.ts';
import type { Layer, NetworkDocument } from '../document.ts';
import { isRefusal, refuseMissing, type CommandResult } from './command.ts';
import { resizeLayer } from './resize-layer.ts';

/** Layers that must be as wide as this one: joined to it by wires, however far, through layers that keep the width. */
export function layersAsWide({ layers, connections }: NetworkDocument, id: string): Layer[] {
  const found = new Set<string>();
  const waiting = [id];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const layer = layers[at];
    if (!layer || found.has(at) || !hasWidth(layer)) continue;
    found.add(at);
    for (const { source, target } of Object.values(connections)) {
      if (target === at && layer.kind !== 'embedding') waiting.push(source);
      if (source === at && layers[target] && hasWidth(layers[target]) && keepsWidth(layers[target]))
        waiting.push(target);
    }
  }
  return [...found].map((at) => layers[at]!);
}

const hasWidth = (layer: Layer): boolean =>
  isWired(layer) && layerKinds[layer.kind].role === 'hidden' && layer.kind !== 'flatten';

function keepsWidth({ kind }: Layer): boolean {
  const { takesAnyWidth }: LayerKind = layerKinds[kind];
  return takesAnyWidth !== true;
}

/** Gives them all `size`; every value that fits stays. */
export function resizeWidth(document: NetworkDocument, id: string, size: number, random: Random): CommandResult {
  if (!document.layers[id]) return refuseMissing(id);
  let next = document;
  for (const layer of layersAsWide(document, id)) {
    const resized = resizeLayer(next, layer.id, size, random);
    if (isRefusal(resized)) return resized;
    next = apply(next, resized.changes);
  }
  return { label: `make the model ${size} wide`, changes: difference(document, next) };
}
