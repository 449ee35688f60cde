/** What can be wrong with a drawing, each as a sentence at the item concerned. */
import type { Connection, Layer, Table } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import { layerKinds, type LayerKindName } from '../nn/layers/registry.ts';
import { connectionsByTarget, findCycle } from './acyclic.ts';
import { isWired } from './layer-context.ts';
import { wireProblems } from './wires.ts';

export const LARGEST_LAYER = 4096;

/** Units that a layer of this kind can have. */
export function largestSize(kind: LayerKindName): number {
  const { largestSize: own }: LayerKind = layerKinds[kind];
  return own ?? LARGEST_LAYER;
}

/** Everything that stands in the way of computing it; empty when nothing does. */
export function obstacles(layers: readonly Layer[], connections: readonly Connection[]): Problem[] {
  const byId = Object.fromEntries(layers.map((layer) => [layer.id, layer]));
  const structural = [
    ...sizeProblems(layers),
    ...connectionProblems(byId, connections),
    ...missingParts(layers),
    ...cycleProblems(byId, layers, connections),
  ];
  return structural.length > 0 ? structural : wireProblems(layers, connections);
}

function sizeProblems(layers: readonly Layer[]): Problem[] {
  return layers
    .filter(({ kind, size }) => !Number.isInteger(size) || size < 1 || size > largestSize(kind))
    .map(({ id, kind, name, size }) => ({
      item: id,
      message: `"${name}" has ${size} units; a layer has 1 to ${largestSize(kind)}. Set a number in that range.`,
    }));
}

function connectionProblems(layers: Table<Layer>, connections: readonly Connection[]): Problem[] {
  const seen = new Set<string>();
  return connections.flatMap((connection) => {
    const { id, source, target } = connection;
    const pair = JSON.stringify([source, target]);
    const isRepeated = seen.has(pair);
    seen.add(pair);
    const message = connectionProblem(connection, layers[source], layers[target], isRepeated);
    return message === null ? [] : [{ item: id, message }];
  });
}

function connectionProblem(
  { id, mask }: Connection,
  from: Layer | undefined,
  to: Layer | undefined,
  isRepeated: boolean,
): string | null {
  if (!from || !to) return `Connection ${id} ends at a layer that is not there. Remove it.`;
  if (isRepeated) return `"${from.name}" and "${to.name}" are connected twice. Remove one connection.`;
  if (!layerKinds[to.kind].takesConnections) {
    return `Nothing can be connected into the input "${to.name}". Remove this connection.`;
  }
  if (mask && isWired(to)) {
    return `"${to.name}" takes whole layers, so no edge of "${from.name}" can be left out. Connect them again.`;
  }
  const possible = from.size * to.size;
  if (mask && mask.length !== possible) {
    return `"${from.name}" to "${to.name}" marks ${mask.length} edges, but ${possible} are possible. Connect them again.`;
  }
  return null;
}

function missingParts(layers: readonly Layer[]): Problem[] {
  if (layers.length === 0) {
    return [{ item: null, message: 'Nothing is drawn yet. Drag an input, neurons and an output.' }];
  }
  const roles = new Set(layers.map(({ kind }) => layerKinds[kind].role));
  const problems: Problem[] = [];
  if (!roles.has('input')) problems.push({ item: null, message: 'There is no input. Drag one from the palette.' });
  if (!roles.has('output')) problems.push({ item: null, message: 'There is no output. Drag one from the palette.' });
  return problems;
}

function cycleProblems(byId: Table<Layer>, layers: readonly Layer[], connections: readonly Connection[]): Problem[] {
  const [first, ...rest] = findCycle(layers, connections);
  if (first === undefined) return [];
  const names = [first, ...rest, first].map((id) => `"${byId[id]?.name ?? id}"`).join(' → ');
  const message = `${names} is a circle, so none of them can be computed first. Remove one of these connections.`;
  return [{ item: first, message }];
}

/** Units that no edge reaches: computed all the same, but surely not meant. */
export function idleUnits(layers: readonly Layer[], connections: readonly Connection[]): Problem[] {
  const arriving = connectionsByTarget(connections);
  return layers.flatMap((layer): Problem[] => {
    if (!layerKinds[layer.kind].takesConnections || isWired(layer)) return [];
    const incoming = arriving.get(layer.id) ?? [];
    const units = Array.from({ length: layer.size }, (_, unit) => unit);
    const idle = units.filter((unit) => !incoming.some(({ mask }) => reaches(mask, unit, layer.size)));
    if (idle.length === 0) return [];
    const message = `Nothing reaches ${nameUnits(layer, idle)}: every example gives the same there. Connect something.`;
    return [{ item: layer.id, message, severity: 'warning' }];
  });
}

function nameUnits({ name, size }: Layer, units: readonly number[]): string {
  if (units.length === size) return `"${name}"`;
  return units.length === 1
    ? `unit ${units[0]! + 1} of "${name}"`
    : `${units.length} of the ${size} units of "${name}"`;
}

/** Whether any edge of a connection ends at a unit; the mask is [units, sources]. */
export function reaches(mask: Uint8Array | null, unit: number, units: number): boolean {
  if (mask === null) return true;
  const width = mask.length / units;
  return mask.subarray(unit * width, (unit + 1) * width).includes(1);
}
