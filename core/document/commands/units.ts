/** Single neurons of a layer: split in two, taken out, added. Every other value, name and optimizer moment stays. */
import { LARGEST_LAYER } from '../../compile/compile.ts';
import { isWired } from '../../compile/layer-context.ts';
import { layerKinds } from '../../nn/layers/registry.ts';
import type { Random } from '../../tensor/random.ts';
import { Draft } from '../change.ts';
import { biasId, onCanvas, weightId, type Connection, type Layer, type NetworkDocument } from '../document.ts';
import { unitName } from '../parameter-names.ts';
import { freeName } from './add-layer.ts';
import { freeId, refuse, refuseMissing, type CommandResult } from './command.ts';
import { sizeRefusal } from './connect.ts';
import { remove, removeConnection } from './remove.ts';
import { reshapeParameter } from './reshape.ts';

/** Index of a unit before the edit, by its index after it; -1 = it is new. */
type OldUnit = (unit: number) => number;

/**
 * Parts a neuron in two that both receive what it received and each give half of what it gave: f(z)·w = f(z)·w/2 + f(z)·w/2,
 * so that the network says the same as before, up to the rounding of sums in another order.
 */
export function splitUnit(document: NetworkDocument, id: string, unit: number): CommandResult {
  const layer = document.layers[id];
  if (!layer || unit < 0 || unit >= layer.size) return refuseMissing(id);
  if (layerKinds[layer.kind].role !== 'hidden') {
    return refuse(
      `"${layer.name}" is an ${layer.kind}: it has as many units as the data asks for. Split a hidden neuron.`,
      id,
    );
  }
  if (isWired(layer)) return refuseBlock(layer);
  if (layer.size >= LARGEST_LAYER) return refuse(`A layer has up to ${LARGEST_LAYER} units. Split it no further.`, id);
  const tooMany = joined(document, id).find(
    ({ source, target }) => sizesAfter(document, id, 1, source, target) !== null,
  );
  if (tooMany) return refuse(sizesAfter(document, id, 1, tooMany.source, tooMany.target)!, id);
  const twin = unit + 1;
  const draft = new Draft(document);
  changeUnits(draft, layer, layer.size + 1, (after) => (after < twin ? after : after === twin ? -1 : after - 1));
  copyIncoming(draft, id, unit, twin);
  for (const connection of joined(draft.document, id)) {
    if (connection.source === id) halveOutgoing(draft, connection, layer.size + 1, unit, twin);
  }
  return { label: `split ${unitName(layer, unit)}`, changes: draft.changes };
}

/** Takes one neuron out of a layer, with its edges; the last one goes with its layer. */
export function removeUnit(document: NetworkDocument, id: string, unit: number): CommandResult {
  const layer = document.layers[id];
  if (!layer || unit < 0 || unit >= layer.size) return refuseMissing(id);
  if (layer.size === 1) return remove(document, [id], new Map());
  if (isWired(layer)) return refuseBlock(layer);
  const draft = new Draft(document);
  changeUnits(draft, layer, layer.size - 1, (after) => (after < unit ? after : after + 1));
  return { label: `delete ${unitName(layer, unit)}`, changes: draft.changes };
}

/**
 * Puts a new neuron beside one edge, from the same source to the same target. What it receives comes from `random`; what it
 * gives is 0 at first, so that the network says exactly what it said.
 */
export function insertOnEdge(
  document: NetworkDocument,
  connectionId: string,
  entry: number,
  random: Random,
): CommandResult {
  const connection = document.connections[connectionId];
  const from = connection && document.layers[connection.source];
  const to = connection && document.layers[connection.target];
  if (!connection || !from || !to || entry >= from.size * to.size) return refuse('That edge is not there any more.');
  const block = [from, to].find(isWired);
  if (block) return refuseBlock(block);
  const layer: Layer = {
    id: freeId(document.layers, 'l'),
    kind: 'dense',
    name: freeName(document, 'h'),
    x: onCanvas(Math.round((from.x + to.x) / 2)),
    y: onCanvas(Math.max(from.y, to.y) + 110),
    size: 1,
    activation: 'tanh',
    hasBias: true,
  };
  const draft = new Draft(document);
  draft.set('layers', layer.id, layer);
  draft.set('parameters', biasId(layer.id), new Float64Array(1));
  const limit = 1 / Math.sqrt(from.size);
  const incoming = random.uniform();
  drawEdge(draft, from, layer, entry % from.size, limit * (2 * incoming - 1));
  drawEdge(draft, layer, to, Math.floor(entry / from.size), 0);
  return { label: `add ${layer.name} beside an edge`, changes: draft.changes };
}

/** A layer of whole vectors has no neurons of its own. */
const refuseBlock = (layer: Layer): CommandResult =>
  refuse(`"${layer.name}" works on whole vectors, not on single neurons. Change its width instead.`, layer.id);

/** One edge between a layer and a lone neuron. */
function drawEdge(draft: Draft, source: Layer, target: Layer, entry: number, weight: number): void {
  const id = freeId(draft.document.connections, 'c');
  const count = source.size * target.size;
  const mask = Uint8Array.from({ length: count }, (_, i) => (i === entry ? 1 : 0));
  draft.set('connections', id, { id, source: source.id, target: target.id, mask: count === 1 ? null : mask });
  draft.set(
    'parameters',
    weightId(id),
    Float64Array.from(mask, (bit) => (bit === 1 ? weight : 0)),
  );
}

const joined = ({ connections }: NetworkDocument, id: string): Connection[] =>
  Object.values(connections).filter(({ source, target }) => source === id || target === id);

function sizesAfter(
  { layers }: NetworkDocument,
  id: string,
  by: number,
  source: string,
  target: string,
): string | null {
  const size = (layer: string): number => layers[layer]!.size + (layer === id ? by : 0);
  return sizeRefusal(size(source), size(target));
}

/** Gives a layer `size` units, each the old one that `oldUnit` says; new ones have 0 everywhere and every edge drawn. */
function changeUnits(draft: Draft, layer: Layer, size: number, oldUnit: OldUnit): void {
  draft.set('layers', layer.id, { ...layer, size });
  if (draft.document.parameters[biasId(layer.id)]) reshapeParameter(draft, biasId(layer.id), size, oldUnit, () => 0);
  for (const connection of joined(draft.document, layer.id)) {
    const { id, source, target, mask } = connection;
    const isSource = source === layer.id;
    const inputs = draft.document.layers[source]!.size;
    const outputs = draft.document.layers[target]!.size;
    const oldInputs = isSource ? layer.size : inputs;
    const oldIndex = (index: number): number => {
      const input = isSource ? oldUnit(index % inputs) : index % inputs;
      const output = isSource ? Math.floor(index / inputs) : oldUnit(Math.floor(index / inputs));
      return input < 0 || output < 0 ? -1 : output * oldInputs + input;
    };
    if (mask) {
      const kept = Uint8Array.from({ length: inputs * outputs }, (_, i) => (oldIndex(i) < 0 ? 1 : mask[oldIndex(i)]!));
      if (kept.every((bit) => bit === 0)) {
        removeConnection(draft, id);
        continue;
      }
      draft.set('connections', id, { ...connection, mask: kept.every((bit) => bit === 1) ? null : kept });
    }
    reshapeParameter(draft, weightId(id), inputs * outputs, oldIndex, () => 0);
  }
}

/** Gives a unit the bias, the incoming weights and the incoming edges of another. */
function copyIncoming(draft: Draft, id: string, from: number, to: number): void {
  const bias = draft.document.parameters[biasId(id)]?.slice();
  if (bias) {
    bias[to] = bias[from]!;
    draft.set('parameters', biasId(id), bias);
  }
  for (const connection of joined(draft.document, id)) {
    if (connection.target !== id) continue;
    const width = draft.document.layers[connection.source]!.size;
    const weights = draft.document.parameters[weightId(connection.id)]!.slice();
    weights.copyWithin(to * width, from * width, (from + 1) * width);
    draft.set('parameters', weightId(connection.id), weights);
    if (!connection.mask) continue;
    const mask = connection.mask.slice();
    mask.copyWithin(to * width, from * width, (from + 1) * width);
    draft.set('connections', connection.id, { ...connection, mask });
  }
}

/** Parts what a unit gives between it and its twin. @param width units of the source, the twin among them */
function halveOutgoing(draft: Draft, connection: Connection, width: number, unit: number, twin: number): void {
  const weights = draft.document.parameters[weightId(connection.id)]!.slice();
  const mask = connection.mask?.slice();
  for (let row = 0; row < weights.length; row += width) {
    weights[row + unit]! /= 2;
    weights[row + twin] = weights[row + unit]!;
    if (mask) mask[row + twin] = mask[row + unit]!;
  }
  draft.set('parameters', weightId(connection.id), weights);
  if (mask) draft.set('connections', connection.id, { ...connection, mask });
}
