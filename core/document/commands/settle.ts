/** Keeps what layers own in step with the drawing, where their tensors' shapes follow from settings or from other layers. */
import { initializers } from '../../nn/initializers/registry.ts';
import { layerContext } from '../../compile/layer-context.ts';
import type { LayerKind, LayerParameter } from '../../nn/layers/layer-kind.ts';
import { layerKinds } from '../../nn/layers/registry.ts';
import type { Random } from '../../tensor/random.ts';
import { sizeOf, type Shape } from '../../tensor/shape.ts';
import type { Draft } from '../change.ts';
import { ONLY } from '../document.ts';
import { removeParameter, reshapeParameter } from './reshape.ts';

/**
 * The tensors of wired layers. Those that nothing has any more go. Those that are missing start anew; those that have another
 * shape keep every entry that both have, and only what is new starts anew.
 */
export function settleOwned(draft: Draft, random: Random): void {
  const { layers, training } = draft.document;
  const context = layerContext(Object.values(layers));
  const contextBefore = layerContext(Object.values(draft.start.layers));
  const initializer = initializers[training[ONLY]?.initializer ?? 'gpt2'];
  for (const layer of Object.values(layers)) {
    const kind: LayerKind = layerKinds[layer.kind];
    if (!kind.wires) continue;
    const owned = kind.parameters(layer, context);
    const ids = new Set(owned.map(({ name }) => `${layer.id}.${name}`));
    for (const id of Object.keys(draft.document.parameters)) {
      if (id.slice(0, id.lastIndexOf('.')) === layer.id && !ids.has(id)) removeParameter(draft, id);
    }
    const before = draft.start.layers[layer.id];
    const ownedBefore = before ? layerKinds[before.kind].parameters(before, contextBefore) : [];
    for (const tensor of owned) {
      const { name, shape, start = 'zeros' } = tensor;
      const id = `${layer.id}.${name}`;
      const length = sizeOf(shape);
      if (draft.document.parameters[id]?.length === length) continue;
      const values = new Float64Array(length);
      if (start === 'ones') values.fill(1);
      else if (start !== 'zeros') initializer.fill(values, shape[1]!, shape[0]!, random);
      reshapeParameter(
        draft,
        id,
        length,
        oldIndexOf(ownedBefore.find((other) => other.name === name)?.shape, tensor),
        (index) => values[index]!,
      );
    }
  }
}

/** Where an entry was before; -1 where it is new. Stacked parts are kept part by part. */
function oldIndexOf(before: Shape | undefined, { shape, parts = 1 }: LayerParameter): (index: number) => number {
  if (before?.length !== shape.length) return () => -1;
  const [columns, columnsBefore] = [shape[1] ?? 1, before[1] ?? 1];
  const [rows, rowsBefore] = [shape[0]! / parts, before[0]! / parts];
  return (index) => {
    const column = index % columns;
    const row = Math.floor(index / columns);
    const part = Math.floor(row / rows);
    const within = row % rows;
    if (within >= rowsBefore || column >= columnsBefore) return -1;
    return (part * rowsBefore + within) * columnsBefore + column;
  };
}
