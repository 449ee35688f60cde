/** What can be done by one click about a problem of the drawing, where there is one clear way. */
import type { DataFacts } from '../data/data-settings.ts';
import type { LayerKindName } from '../nn/layers/registry.ts';
import { findCycle } from '../compile/acyclic.ts';
import { reaches } from '../compile/problems.ts';
import { isWired } from '../compile/layer-context.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { Random } from '../tensor/random.ts';
import { addLayer } from './commands/add-layer.ts';
import type { CommandResult } from './commands/command.ts';
import { connect, connectionRefusal } from './commands/connect.ts';
import { disconnect } from './commands/disconnect.ts';
import { resizeLayer } from './commands/resize-layer.ts';
import type { Layer, NetworkDocument } from './document.ts';
import type { Problem } from './problem.ts';

export interface Repair {
  /** What the button says. */
  readonly title: string;
  readonly carryOut: (random: Random) => CommandResult;
}

const BESIDE = 240;
const plural = (count: number): string => `${count} unit${count === 1 ? '' : 's'}`;

/** @param data null while it cannot be prepared */
export function repairOf(document: NetworkDocument, problem: Problem, data: DataFacts | null): Repair | null {
  if (problem.item === null) return data && addMissing(document, data);
  const layer = document.layers[problem.item];
  if (!layer) return removeWrong(document, problem.item);
  return (
    openCircle(document, layer) ??
    (data && fitToData(document, layer, data)) ??
    fitToText(document, layer, data) ??
    fitToSource(document, layer) ??
    joinIdle(document, layer) ??
    joinIdleUnit(document, layer)
  );
}

/** A connection that cannot be is taken away. */
function removeWrong(document: NetworkDocument, id: string): Repair | null {
  if (!document.connections[id]) return null;
  return { title: 'Remove this connection', carryOut: () => disconnect(document, id) };
}

/** Of a circle's connections, the one drawn last goes: it closed the circle. */
function openCircle(document: NetworkDocument, layer: Layer): Repair | null {
  const connections = Object.values(document.connections);
  const circle = findCycle(Object.values(document.layers), connections);
  if (!circle.includes(layer.id)) return null;
  const last = connections.findLast(
    ({ source, target }) => circle[(circle.indexOf(source) + 1) % circle.length] === target && circle.includes(source),
  );
  if (!last) return null;
  const name = (id: string): string => document.layers[id]?.name ?? id;
  return {
    title: `Remove "${name(last.source)}" → "${name(last.target)}"`,
    carryOut: () => disconnect(document, last.id),
  };
}

const ofRole = (document: NetworkDocument, role: 'input' | 'output'): Layer[] =>
  Object.values(document.layers).filter(({ kind }) => layerKinds[kind].role === role);

/** An input or output layer that takes or gives another number of values than the data has. */
function fitToData(document: NetworkDocument, layer: Layer, data: DataFacts): Repair | null {
  const { role } = layerKinds[layer.kind];
  if (role === 'hidden' || data.text || textOf(document)) return null;
  const wanted = role === 'input' ? data.inputs.length : data.targets.length;
  const total = ofRole(document, role).reduce((sum, { size }) => sum + size, 0);
  const size = layer.size + wanted - total;
  if (wanted === total || size < 1) return null;
  return setSize(document, layer, size);
}

const textOf = (document: NetworkDocument): Layer | undefined =>
  Object.values(document.layers).find(({ kind }) => kind === 'tokens');

const setSize = (document: NetworkDocument, { id, name }: Layer, size: number): Repair => ({
  title: `Set "${name}" to ${plural(size)}`,
  carryOut: (random) => resizeLayer(document, id, size, random),
});

/** Text: what enters has the vocabulary's size, and what leaves scores just as many tokens. */
function fitToText(document: NetworkDocument, layer: Layer, data: DataFacts | null): Repair | null {
  const text = textOf(document);
  if (!text) return null;
  const wanted = layer === text ? data?.text?.vocabulary : text.size;
  const isConcerned = layer === text || layerKinds[layer.kind].role === 'output';
  return isConcerned && wanted !== undefined && wanted !== layer.size ? setSize(document, layer, wanted) : null;
}

/** A layer that carries values as they are, and expects another number than the one layer before it gives. */
function fitToSource(document: NetworkDocument, layer: Layer): Repair | null {
  const { takesAnyWidth }: LayerKind = layerKinds[layer.kind];
  if (!isWired(layer) || takesAnyWidth || layerKinds[layer.kind].role !== 'hidden') return null;
  const widths = Object.values(document.connections)
    .filter(({ target }) => target === layer.id)
    .map(({ source }) => document.layers[source])
    .filter((source) => source !== undefined && source.kind !== 'tokens')
    .map((source) => source!.size);
  const [width] = widths;
  const isClear = width !== undefined && width !== layer.size && widths.every((other) => other === width);
  return isClear ? setSize(document, layer, width) : null;
}

/** A layer that nothing reaches: joined to the nearest layer to its left that may feed it. */
function joinIdle(document: NetworkDocument, layer: Layer): Repair | null {
  if (Object.values(document.connections).some(({ target }) => target === layer.id)) return null;
  const end = { layer: layer.id, unit: null };
  const [nearest] = Object.values(document.layers)
    .filter(({ id, x }) => x < layer.x && connectionRefusal(document, { layer: id, unit: null }, end) === null)
    .sort((a, b) => b.x - a.x || Math.abs(a.y - layer.y) - Math.abs(b.y - layer.y));
  if (!nearest || layerKinds[layer.kind].role === 'input') return null;
  return {
    title: `Connect "${nearest.name}" to "${layer.name}"`,
    carryOut: (random) => connect(document, { layer: nearest.id, unit: null }, end, random),
  };
}

/** The one unit of a layer that no edge reaches: joined to the layer that feeds the others. */
function joinIdleUnit(document: NetworkDocument, layer: Layer): Repair | null {
  const arriving = Object.values(document.connections).filter(({ target }) => target === layer.id);
  const units = Array.from({ length: layer.size }, (_, unit) => unit);
  const idle = units.filter((unit) => !arriving.some(({ mask }) => reaches(mask, unit, layer.size)));
  const source = document.layers[arriving[0]?.source ?? ''];
  if (idle.length !== 1 || !source || isWired(layer)) return null;
  const [unit] = idle;
  return {
    title: `Connect "${source.name}" to unit ${unit! + 1}`,
    carryOut: (random) => connect(document, { layer: source.id, unit: null }, { layer: layer.id, unit: unit! }, random),
  };
}

/** No input, or no output: one that fits the data, beside what is drawn. */
function addMissing(document: NetworkDocument, data: DataFacts): Repair | null {
  if (data.text || textOf(document)) return null;
  if (data.text) return null;
  const missing = (['input', 'output'] as const).find((role) => ofRole(document, role).length === 0);
  if (!missing) return null;
  const size = missing === 'input' ? data.inputs.length : data.targets.length;
  const kind: LayerKindName = missing;
  const xs = Object.values(document.layers).map(({ x }) => x);
  const edge = missing === 'input' ? Math.min(...xs, BESIDE) - BESIDE : Math.max(...xs, -BESIDE) + BESIDE;
  return {
    title: `Add an ${missing} of ${plural(size)}`,
    carryOut: () => addLayer(document, { kind, size, x: edge, y: 0 }),
  };
}
