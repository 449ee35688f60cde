import { LARGEST_LAYER } from '../../compile/compile.ts';
import { layerKinds } from '../../nn/layers/registry.ts';
import type { ActivationName } from '../../nn/activations/registry.ts';
import type { Random } from '../../tensor/random.ts';
import { Draft } from '../change.ts';
import { biasId, weightId, type NetworkDocument } from '../document.ts';
import { refuse, type CommandResult } from './command.ts';
import { removeParameter, reshapeParameter } from './reshape.ts';

const LONGEST_NAME = 40;

type Positions = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

export function moveLayers(document: NetworkDocument, positions: Positions): CommandResult {
  const draft = new Draft(document);
  for (const [id, { x, y }] of positions) {
    const layer = document.layers[id];
    if (layer && (layer.x !== x || layer.y !== y)) draft.set('layers', id, { ...layer, x, y });
  }
  return { label: 'move', changes: draft.changes };
}

export function renameLayer(document: NetworkDocument, id: string, name: string): CommandResult {
  const wanted = name.trim();
  const layer = document.layers[id]!;
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
  const layer = document.layers[id]!;
  if (!layerKinds[layer.kind].takesConnections) {
    return refuse(`"${layer.name}" is an input: its value comes from the data, so it has no bias.`, id);
  }
  const draft = new Draft(document);
  if (layer.hasBias !== hasBias) {
    draft.set('layers', id, { ...layer, hasBias });
    if (hasBias) draft.set('parameters', biasId(id), new Float64Array(layer.size));
    else removeParameter(draft, biasId(id));
  }
  return { label: hasBias ? 'bias on' : 'bias off', changes: draft.changes };
}

/**
 * Gives a layer another number of units, at its end. Every remaining value stays; what a new unit receives comes from
 * `random`, what it gives starts at 0, so that the network's output is at first exactly what it was.
 */
export function resizeLayer(document: NetworkDocument, id: string, size: number, random: Random): CommandResult {
  const layer = document.layers[id]!;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_LAYER) {
    return refuse(`A layer has 1 to ${LARGEST_LAYER} units, not ${size}.`, id);
  }
  const draft = new Draft(document);
  if (size === layer.size) return { label: 'resize', changes: [] };
  draft.set('layers', id, { ...layer, size });
  if (document.parameters[biasId(id)]) {
    reshapeParameter(
      draft,
      biasId(id),
      size,
      (unit) => (unit < layer.size ? unit : -1),
      () => 0,
    );
  }
  for (const connection of Object.values(document.connections)) {
    const { source, target, mask } = connection;
    if (source !== id && target !== id) continue;
    const inputs = source === id ? size : document.layers[source]!.size;
    const outputs = target === id ? size : document.layers[target]!.size;
    const oldInputs = document.layers[source]!.size;
    const oldOutputs = document.layers[target]!.size;
    const oldIndex = (index: number): number => {
      const input = index % inputs;
      const output = Math.floor(index / inputs);
      return input < oldInputs && output < oldOutputs ? output * oldInputs + input : -1;
    };
    const limit = 1 / Math.sqrt(inputs);
    const fill = (): number => (target === id ? limit * (2 * random.uniform() - 1) : 0);
    reshapeParameter(draft, weightId(connection.id), inputs * outputs, oldIndex, fill);
    if (!mask) continue;
    const nextMask = Uint8Array.from({ length: inputs * outputs }, (_, i) => {
      const old = oldIndex(i);
      return old < 0 ? 1 : mask[old]!;
    });
    draft.set('connections', connection.id, { ...connection, mask: nextMask });
  }
  return { label: `resize ${layer.name} to ${size}`, changes: draft.changes };
}
