/**
 * From the drawing to something that can be computed: puts the layers in order, checks that everything fits, and lists the
 * parameters. What does not fit becomes a problem at the item concerned, so that the page can say so while one draws.
 */
import { biasId, weightId, type Connection, type Layer, type Table } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import { byPosition } from './order.ts';

export const LARGEST_LAYER = 4096;

export interface CompiledConnection {
  readonly id: string;
  readonly weightId: string;
  /** Id of the source layer. */
  readonly source: string;
  readonly mask: Uint8Array | null;
}

export interface CompiledLayer {
  readonly id: string;
  readonly layer: Layer;
  readonly incoming: readonly CompiledConnection[];
  readonly biasId: string | null;
}

export interface ParameterInfo {
  readonly id: string;
  readonly shape: readonly number[];
}

/** A drawing that can be computed. */
export interface Network {
  /** Every layer after those it depends on. */
  readonly layers: readonly CompiledLayer[];
  /** Ids, from top to bottom on the canvas: the order in which data columns enter. */
  readonly inputLayers: readonly string[];
  /** Ids, from top to bottom: the order of the targets. */
  readonly outputLayers: readonly string[];
  readonly inputCount: number;
  readonly outputCount: number;
  readonly parameters: readonly ParameterInfo[];
  /** Learnable numbers: weights of drawn edges, and biases. */
  readonly parameterCount: number;
}

export interface Compiled {
  /** null while a problem stands in the way. */
  readonly network: Network | null;
  readonly problems: readonly Problem[];
}

export function compileNetwork(layers: Table<Layer>, connections: Table<Connection>): Compiled {
  const ordered = Object.values(layers).sort(byPosition);
  const joined = Object.values(connections).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const problems = [...layerProblems(ordered), ...connectionProblems(layers, joined), ...missingParts(ordered)];
  const sequence = topologicalOrder(ordered, joined);
  if (sequence.length < ordered.length) problems.push(cycleProblem(ordered, sequence));
  if (problems.length > 0) return { network: null, problems };
  const compiled = sequence.map((layer) => compileLayer(layer, joined, layers));
  const inputs = ordered.filter(({ kind }) => layerKinds[kind].role === 'input');
  const outputs = ordered.filter(({ kind }) => layerKinds[kind].role === 'output');
  const network: Network = {
    layers: compiled,
    inputLayers: inputs.map(({ id }) => id),
    outputLayers: outputs.map(({ id }) => id),
    inputCount: totalUnits(inputs),
    outputCount: totalUnits(outputs),
    parameters: compiled.flatMap((entry) => parametersOf(entry, layers)),
    parameterCount: compiled.reduce((sum, entry) => sum + learnableCount(entry, layers), 0),
  };
  return { network, problems: idleProblems(compiled) };
}

/** Whether joining source to target would close a circle. */
export function wouldCycle(connections: Table<Connection>, source: string, target: string): boolean {
  const reached = new Set<string>();
  const open = [target];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === source) return true;
    if (reached.has(id)) continue;
    reached.add(id);
    for (const connection of Object.values(connections)) if (connection.source === id) open.push(connection.target);
  }
  return false;
}

const totalUnits = (layers: readonly Layer[]): number => layers.reduce((sum, { size }) => sum + size, 0);

function compileLayer(layer: Layer, connections: readonly Connection[], layers: Table<Layer>): CompiledLayer {
  const kind: LayerKind = layerKinds[layer.kind];
  const incoming = connections
    .filter(({ target }) => target === layer.id)
    .sort((a, b) => byPosition(layers[a.source]!, layers[b.source]!))
    .map(({ id, source, mask }) => ({ id, weightId: weightId(id), source, mask }));
  const hasBias = kind.parameters(layer).some(({ name }) => name === 'bias');
  return { id: layer.id, layer, incoming, biasId: hasBias ? biasId(layer.id) : null };
}

function parametersOf({ layer, incoming, biasId: bias }: CompiledLayer, layers: Table<Layer>): ParameterInfo[] {
  const weights = incoming.map(({ weightId: id, source }) => ({ id, shape: [layer.size, layers[source]!.size] }));
  return bias === null ? weights : [...weights, { id: bias, shape: [layer.size] }];
}

function learnableCount({ layer, incoming, biasId: bias }: CompiledLayer, layers: Table<Layer>): number {
  const edges = incoming.map(({ mask, source }) =>
    mask ? mask.reduce((sum, bit) => sum + bit, 0) : layer.size * layers[source]!.size,
  );
  return edges.reduce((sum, count) => sum + count, 0) + (bias === null ? 0 : layer.size);
}

/** Kahn's algorithm; layers on a circle are left out. Ties keep the given order. */
function topologicalOrder(layers: readonly Layer[], connections: readonly Connection[]): Layer[] {
  const waiting = new Map(layers.map(({ id }) => [id, 0]));
  for (const { source, target } of connections) {
    if (waiting.has(source) && waiting.has(target)) waiting.set(target, waiting.get(target)! + 1);
  }
  const done: Layer[] = [];
  const placed = new Set<string>();
  for (let found = true; found;) {
    found = false;
    for (const layer of layers) {
      if (placed.has(layer.id) || waiting.get(layer.id) !== 0) continue;
      found = true;
      placed.add(layer.id);
      done.push(layer);
      for (const { source, target } of connections) {
        if (source === layer.id && waiting.has(target)) waiting.set(target, waiting.get(target)! - 1);
      }
    }
  }
  return done;
}

function layerProblems(layers: readonly Layer[]): Problem[] {
  return layers
    .filter(({ size }) => !Number.isInteger(size) || size < 1 || size > LARGEST_LAYER)
    .map(({ id, name, size }) => ({
      item: id,
      message: `"${name}" has ${size} units; a layer has 1 to ${LARGEST_LAYER}. Set a number in that range.`,
    }));
}

function connectionProblems(layers: Table<Layer>, connections: readonly Connection[]): Problem[] {
  const seen = new Set<string>();
  return connections.flatMap(({ id, source, target, mask }): Problem[] => {
    const from = layers[source];
    const to = layers[target];
    if (!from || !to) {
      return [{ item: id, message: `Connection ${id} ends at a layer that is not there. Remove it.` }];
    }
    const pair = `${source} ${target}`;
    if (seen.has(pair)) {
      return [{ item: id, message: `"${from.name}" and "${to.name}" are connected twice. Remove one connection.` }];
    }
    seen.add(pair);
    if (!layerKinds[to.kind].takesConnections) {
      return [{ item: id, message: `Nothing can be connected into the input "${to.name}". Remove this connection.` }];
    }
    if (mask && mask.length !== from.size * to.size) {
      const expected = from.size * to.size;
      return [
        {
          item: id,
          message: `"${from.name}" to "${to.name}" marks ${mask.length} edges, but ${expected} are possible. Connect them again.`,
        },
      ];
    }
    return [];
  });
}

function missingParts(layers: readonly Layer[]): Problem[] {
  if (layers.length === 0)
    return [{ item: null, message: 'Nothing is drawn yet. Drag an input, neurons and an output.' }];
  const roles = new Set(layers.map(({ kind }) => layerKinds[kind].role));
  const problems: Problem[] = [];
  if (!roles.has('input')) problems.push({ item: null, message: 'There is no input. Drag one from the palette.' });
  if (!roles.has('output')) problems.push({ item: null, message: 'There is no output. Drag one from the palette.' });
  return problems;
}

function cycleProblem(layers: readonly Layer[], sequence: readonly Layer[]): Problem {
  const stuck = layers.filter((layer) => !sequence.includes(layer));
  const names = stuck.map(({ name }) => `"${name}"`).join(', ');
  return {
    item: stuck[0]?.id ?? null,
    message: `${names} lie on or behind a circle of connections, so nothing could be computed first. Remove one of them.`,
  };
}

/** Not in the way, but surely not meant. */
function idleProblems(layers: readonly CompiledLayer[]): Problem[] {
  return layers
    .filter(({ layer, incoming }) => layerKinds[layer.kind].takesConnections && incoming.length === 0)
    .map(({ id, layer }) => ({
      item: id,
      message: `Nothing reaches "${layer.name}": it only gives its bias. Connect something to it.`,
    }));
}
