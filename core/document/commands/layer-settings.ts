import type { LayerKind } from '../../nn/layers/layer-kind.ts';
import { layerKinds } from '../../nn/layers/registry.ts';
import { fieldProblem } from '../../settings/field.ts';
import type { Random } from '../../tensor/random.ts';
import { Draft } from '../change.ts';
import type { NetworkDocument } from '../document.ts';
import { refuse, refuseMissing, type CommandResult } from './command.ts';
import { settleOwned } from './settle.ts';

/** Changes one of a layer's own settings. Tensors whose shape follows from it keep what fits; the rest starts anew, from `random`. */
export function setLayerSetting(
  document: NetworkDocument,
  id: string,
  name: string,
  value: number,
  random: Random,
): CommandResult {
  const layer = document.layers[id];
  if (!layer) return refuseMissing(id);
  const kind: LayerKind = layerKinds[layer.kind];
  const field = kind.fields?.[name];
  if (!field) return refuse(`"${layer.name}" has no setting "${name}".`, id);
  const problem = fieldProblem(field, value);
  if (problem !== null) return refuse(problem, id);
  const draft = new Draft(document);
  if ((layer.settings?.[name] ?? field.initial) !== value) {
    draft.set('layers', id, { ...layer, settings: { ...layer.settings, [name]: value } });
    settleOwned(draft, random);
  }
  return { label: `${field.label.toLowerCase()} of ${layer.name}`, changes: draft.changes };
}
