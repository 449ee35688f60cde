import { isWired } from '../../compile/layer-context.ts';
import { layerKinds } from '../../nn/layers/registry.ts';
import type { ActivationName } from '../../nn/activations/registry.ts';
import { Random } from '../../tensor/random.ts';
import { Draft } from '../change.ts';
import { biasId, onCanvas, type NetworkDocument } from '../document.ts';
import { refuse, refuseMissing, type CommandResult } from './command.ts';
import { removeParameter } from './reshape.ts';
import { settleOwned } from './settle.ts';

const LONGEST_NAME = 40;

type Positions = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** Puts layers and notes elsewhere. */
export function moveItems(document: NetworkDocument, positions: Positions, label = 'move'): CommandResult {
  const draft = new Draft(document);
  for (const [id, wanted] of positions) {
    const layer = document.layers[id];
    const note = document.notes[id];
    const x = onCanvas(wanted.x);
    const y = onCanvas(wanted.y);
    if (layer && (layer.x !== x || layer.y !== y)) draft.set('layers', id, { ...layer, x, y });
    if (note && (note.x !== x || note.y !== y)) draft.set('notes', id, { ...note, x, y });
  }
  return { label, changes: draft.changes };
}

export function renameLayer(document: NetworkDocument, id: string, name: string): CommandResult {
  const wanted = name.trim();
  const layer = document.layers[id];
  if (!layer) return refuseMissing(id);
  if (wanted === '') return refuse('A name needs at least one character.', id);
  if (wanted.length > LONGEST_NAME) {
    return refuse(`A name has up to ${LONGEST_NAME} characters; this one has ${wanted.length}. Shorten it.`, id);
  }
  const other = Object.values(document.layers).find((entry) => entry.name === wanted && entry.id !== id);
  if (other) return refuse(`Another layer is already called "${wanted}". Choose another name.`, id);
  const draft = new Draft(document);
  if (layer.name !== wanted) draft.set('layers', id, { ...layer, name: wanted });
  return { label: `rename to ${wanted}`, changes: draft.changes };
}

export function setActivation(
  document: NetworkDocument,
  ids: Iterable<string>,
  activation: ActivationName,
): CommandResult {
  const draft = new Draft(document);
  for (const id of ids) {
    const layer = document.layers[id];
    if (layer && layer.activation !== activation) draft.set('layers', id, { ...layer, activation });
  }
  return { label: 'activation', changes: draft.changes };
}

/** Without a bias a layer's sums pass through the origin. Switching it on again starts at 0. */
export function setHasBias(document: NetworkDocument, id: string, hasBias: boolean): CommandResult {
  const layer = document.layers[id];
  if (!layer) return refuseMissing(id);
  if (!layerKinds[layer.kind].takesConnections) {
    return refuse(`"${layer.name}" is an input: its value comes from the data, so it has no bias.`, id);
  }
  const draft = new Draft(document);
  if (layer.hasBias !== hasBias) {
    draft.set('layers', id, { ...layer, hasBias });
    if (isWired(layer))
      settleOwned(draft, Random.fromSeed(1)); // biases are all that comes or goes, and start at 0
    else if (hasBias) draft.set('parameters', biasId(id), new Float64Array(layer.size));
    else removeParameter(draft, biasId(id));
  }
  return { label: hasBias ? 'bias on' : 'bias off', changes: draft.changes };
}
