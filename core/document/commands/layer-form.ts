/** How layers are drawn: one block each, or every neuron for itself. Nothing that they compute changes. */
import { Draft } from '../change.ts';
import type { Layer, LayerForm, NetworkDocument } from '../document.ts';
import { refuse, type CommandResult } from './command.ts';

/** More neurons than this cannot be shown one by one: no screen is high enough for them. */
export const MOST_SHOWN_UNITS = 128;

/** @param form `auto` = whichever suits the layer's size */
export function setForm(document: NetworkDocument, ids: Iterable<string>, form: LayerForm | 'auto'): CommandResult {
  const draft = new Draft(document);
  const layers = [...ids].flatMap((id) => document.layers[id] ?? []);
  const chosen = layers.filter(({ size }) => size > 1);
  if (chosen.length === 0) return refuse('Select a layer of several neurons: a single neuron has only one form.');
  const tooLarge = form === 'units' ? chosen.find(({ size }) => size > MOST_SHOWN_UNITS) : undefined;
  if (tooLarge) {
    const message = `"${tooLarge.name}" has ${tooLarge.size} units; up to ${MOST_SHOWN_UNITS} can be shown one by one. Use fewer units, or leave it as it is.`;
    return refuse(message, tooLarge.id);
  }
  for (const layer of chosen) {
    if (layer.form === (form === 'auto' ? undefined : form)) continue;
    draft.set('layers', layer.id, form === 'auto' ? withoutForm(layer) : { ...layer, form });
  }
  return { label: { block: 'collapse', units: 'expand', auto: 'fit to size' }[form], changes: draft.changes };
}

function withoutForm(layer: Layer): Layer {
  const plain: { -readonly [Key in keyof Layer]: Layer[Key] } = { ...layer };
  delete plain.form;
  return plain;
}
