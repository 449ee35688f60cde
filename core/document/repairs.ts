/** What can be done by one click about a problem of the drawing, where there is one clear way. */
import type { PreparedData } from '../data/data-settings.ts';
import type { LayerKindName } from '../nn/layers/registry.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { Random } from '../tensor/random.ts';
import { addLayer } from './commands/add-layer.ts';
import type { CommandResult } from './commands/command.ts';
import { connect, connectionRefusal } from './commands/connect.ts';
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
export function repairOf(document: NetworkDocument, problem: Problem, data: PreparedData | null): Repair | null {
  const layer = problem.item === null ? undefined : document.layers[problem.item];
  if (!layer) return data && problem.item === null ? addMissing(document, data) : null;
  return (data && fitToData(document, layer, data)) ?? joinIdle(document, layer);
}

const ofRole = (document: NetworkDocument, role: 'input' | 'output'): Layer[] =>
  Object.values(document.layers).filter(({ kind }) => layerKinds[kind].role === role);

/** An input or output layer that takes or gives another number of values than the data has. */
function fitToData(document: NetworkDocument, layer: Layer, data: PreparedData): Repair | null {
  const { role } = layerKinds[layer.kind];
  if (role === 'hidden') return null;
  const wanted = role === 'input' ? data.inputs.length : data.targets.length;
  const total = ofRole(document, role).reduce((sum, { size }) => sum + size, 0);
  const size = layer.size + wanted - total;
  if (wanted === total || size < 1) return null;
  return {
    title: `Set "${layer.name}" to ${plural(size)}`,
    carryOut: (random) => resizeLayer(document, layer.id, size, random),
  };
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

/** No input, or no output: one that fits the data, beside what is drawn. */
function addMissing(document: NetworkDocument, data: PreparedData): Repair | null {
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
