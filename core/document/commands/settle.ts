/** Keeps what layers own in step with the drawing, where their tensors' shapes follow from settings or from other layers. */
import { initializers } from '../../nn/initializers/registry.ts';
import { layerContext } from '../../compile/layer-context.ts';
import type { LayerKind } from '../../nn/layers/layer-kind.ts';
import { layerKinds } from '../../nn/layers/registry.ts';
import type { Random } from '../../tensor/random.ts';
import { sizeOf } from '../../tensor/shape.ts';
import type { Draft } from '../change.ts';
import { ONLY } from '../document.ts';
import { removeParameter, reshapeParameter } from './reshape.ts';

/** The tensors of wired layers: those that are missing or have another size start anew, those that nothing has any more go. */
export function settleOwned(draft: Draft, random: Random): void {
  const { layers, training } = draft.document;
  const context = layerContext(Object.values(layers));
  const initializer = initializers[training[ONLY]?.initializer ?? 'gpt2'];
  for (const layer of Object.values(layers)) {
    const kind: LayerKind = layerKinds[layer.kind];
    if (!kind.wires) continue;
    const owned = kind.parameters(layer, context);
    const ids = new Set(owned.map(({ name }) => `${layer.id}.${name}`));
    for (const id of Object.keys(draft.document.parameters)) {
      if (id.slice(0, id.lastIndexOf('.')) === layer.id && !ids.has(id)) removeParameter(draft, id);
    }
    for (const { name, shape, start = 'zeros' } of owned) {
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
        () => -1,
        (index) => values[index]!,
      );
    }
  }
}
