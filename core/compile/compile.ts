/**
 * From the drawing to something that can be computed: puts the layers in order, checks that everything fits, lowers each
 * layer to ops and lists the parameters. What does not fit becomes a problem at the item concerned, so that the page can
 * say so while one draws.
 */
import { biasId, weightId, type Connection, type Layer, type Table } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import type { Graph, GraphParameter } from '../engine/graph.ts';
import type { LayerKind } from '../nn/layers/layer-kind.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import { sizeOf } from '../tensor/shape.ts';
import { connectionsByTarget, topologicalOrder } from './acyclic.ts';
import { byPosition } from './order.ts';
import { idleUnits, obstacles } from './problems.ts';

export { wouldCycle } from './acyclic.ts';
export { LARGEST_LAYER } from './problems.ts';

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

export interface ParameterInfo extends GraphParameter {
  /** Id of the layer or connection that it belongs to. */
  readonly owner: string;
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
  /** The ops that compute it. */
  readonly graph: Graph;
}

export interface Compiled {
  /** null while a problem stands in the way. */
  readonly network: Network | null;
  readonly problems: readonly Problem[];
}

export function compileNetwork(layers: Table<Layer>, connections: Table<Connection>): Compiled {
  const ordered = Object.values(layers).sort(byPosition);
  const joined = Object.values(connections).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const problems = obstacles(ordered, joined);
  if (problems.length > 0) return { network: null, problems };
  const arriving = connectionsByTarget(joined);
  const compiled = topologicalOrder(ordered, joined).map((layer) =>
    compileLayer(layer, arriving.get(layer.id) ?? [], layers),
  );
  const inputs = ordered.filter(({ kind }) => layerKinds[kind].role === 'input');
  const outputs = ordered.filter(({ kind }) => layerKinds[kind].role === 'output');
  const inputLayers = inputs.map(({ id }) => id);
  const outputLayers = outputs.map(({ id }) => id);
  const parameters = compiled.flatMap((entry) => parametersOf(entry, layers));
  const nodes = compiled.flatMap(lower);
  const network: Network = {
    layers: compiled,
    inputLayers,
    outputLayers,
    inputCount: totalUnits(inputs),
    outputCount: totalUnits(outputs),
    parameters,
    parameterCount: parameters.reduce((sum, parameter) => sum + learnableCount(parameter), 0),
    graph: { nodes, inputs: inputLayers, outputs: outputLayers, parameters },
  };
  return { network, problems: idleUnits(ordered, joined) };
}

/** Numbers of a parameter that can be learned. */
export function learnableCount({ shape, mask }: GraphParameter): number {
  return mask ? mask.reduce((sum, bit) => sum + bit, 0) : sizeOf(shape);
}

const totalUnits = (layers: readonly Layer[]): number => layers.reduce((sum, { size }) => sum + size, 0);

function compileLayer(layer: Layer, arriving: readonly Connection[], layers: Table<Layer>): CompiledLayer {
  const kind: LayerKind = layerKinds[layer.kind];
  const incoming = [...arriving]
    .sort((a, b) => byPosition(layers[a.source]!, layers[b.source]!))
    .map(({ id, source, mask }) => ({ id, weightId: weightId(id), source, mask }));
  const hasBias = kind.parameters(layer).some(({ name }) => name === 'bias');
  return { id: layer.id, layer, incoming, biasId: hasBias ? biasId(layer.id) : null };
}

/** Weights of what comes in, then what the layer owns itself. */
function parametersOf({ layer, incoming }: CompiledLayer, layers: Table<Layer>): ParameterInfo[] {
  const kind: LayerKind = layerKinds[layer.kind];
  const weights = incoming.map(({ id, weightId: parameter, source, mask }) => ({
    id: parameter,
    owner: id,
    shape: [layer.size, layers[source]!.size],
    mask,
  }));
  const own = kind
    .parameters(layer)
    .map(({ name, shape }) => ({ id: ownId(layer, name), owner: layer.id, shape, mask: null }));
  return [...weights, ...own];
}

function lower({ layer, incoming }: CompiledLayer) {
  const kind: LayerKind = layerKinds[layer.kind];
  const terms = incoming.map(({ source, weightId: weight }) => ({ source, weight }));
  return kind.lower(layer, terms, (name) => ownId(layer, name));
}

/** `h1.bias` */
const ownId = (layer: Layer, name: string): string => (name === 'bias' ? biasId(layer.id) : `${layer.id}.${name}`);
