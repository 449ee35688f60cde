/**
 * From the drawing to something that can be computed: puts the layers in order, checks that everything fits, lowers each
 * layer to ops and lists the parameters. What does not fit becomes a problem at the item concerned, so that the page can
 * say so while one draws.
 */
import { biasId, weightId, type Connection, type Layer, type Table } from '../document/document.ts';
import type { Problem } from '../document/problem.ts';
import type { Graph, GraphNode, GraphParameter } from '../engine/graph.ts';
import type { LayerContext, LayerKind, LayerParameter } from '../nn/layers/layer-kind.ts';
import { layerKinds } from '../nn/layers/registry.ts';
import { contextOf } from '../nn/layers/tokens.ts';
import { sizeOf } from '../tensor/shape.ts';
import { connectionsByTarget, topologicalOrder } from './acyclic.ts';
import { layerContext } from './layer-context.ts';
import { byPosition } from './order.ts';
import { idleUnits, obstacles } from './problems.ts';
import { positionsOf } from './wires.ts';

export { wouldCycle } from './acyclic.ts';
export { LARGEST_LAYER, largestSize } from './problems.ts';

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
  /** With weights. */
  readonly incoming: readonly CompiledConnection[];
  /** Ids of the layers whose values are carried here as they are, in reading order. */
  readonly wires: readonly string[];
  readonly biasId: string | null;
}

export interface ParameterInfo extends GraphParameter {
  /** Id of the layer or connection that it belongs to. */
  readonly owner: string;
  /** How the layer's kind starts it; absent for weights of connections. */
  readonly start?: NonNullable<LayerParameter['start']>;
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
  /** What it reads and writes where it is a language model; null where it takes plain numbers. */
  readonly text: TextForm | null;
}

export interface TextForm {
  /** Id of the layer where tokens enter. */
  readonly input: string;
  readonly vocabulary: number;
  /** Tokens that it sees at once. */
  readonly context: number;
  /** Positions that it scores: `context`, or 1 = only the token after them. */
  readonly outputPositions: number;
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
    compileLayer(layer, arriving.get(layer.id) ?? [], layers, layerContext(ordered)),
  );
  const inputs = ordered.filter(({ kind }) => layerKinds[kind].role === 'input');
  const outputs = ordered.filter(({ kind }) => layerKinds[kind].role === 'output');
  const inputLayers = inputs.map(({ id }) => id);
  const outputLayers = outputs.map(({ id }) => id);
  const context = layerContext(ordered);
  const parameters = compiled.flatMap((entry) => parametersOf(entry, layers, context));
  const nodes = lowerLayers(compiled, context);
  const network: Network = {
    layers: compiled,
    inputLayers,
    outputLayers,
    inputCount: totalUnits(inputs),
    outputCount: totalUnits(outputs),
    parameters,
    parameterCount: parameters.reduce((sum, parameter) => sum + learnableCount(parameter), 0),
    graph: { nodes, inputs: inputLayers, outputs: outputLayers, parameters },
    text: textForm(compiled, context, outputLayers[0]!, layers),
  };
  return { network, problems: idleUnits(ordered, joined) };
}

/** Numbers of a parameter that can be learned. */
export function learnableCount({ shape, mask }: GraphParameter): number {
  return mask ? mask.reduce((sum, bit) => sum + bit, 0) : sizeOf(shape);
}

const totalUnits = (layers: readonly Layer[]): number => layers.reduce((sum, { size }) => sum + size, 0);

function textForm(
  compiled: readonly CompiledLayer[],
  { tokens }: LayerContext,
  output: string,
  layers: Table<Layer>,
): TextForm | null {
  if (!tokens) return null;
  const byId = new Map(compiled.map((entry) => [entry.id, entry]));
  const sourcesOf = ({ id }: Layer): Layer[] => {
    const { incoming, wires } = byId.get(id)!;
    return [...incoming.map(({ source }) => source), ...wires].map((source) => layers[source]!);
  };
  const positions = positionsOf(
    compiled.map(({ layer }) => layer),
    sourcesOf,
  );
  const context = contextOf(tokens);
  return { input: tokens.id, vocabulary: tokens.size, context, outputPositions: positions.get(output) ?? 1 };
}

function compileLayer(
  layer: Layer,
  arriving: readonly Connection[],
  layers: Table<Layer>,
  context: LayerContext,
): CompiledLayer {
  const kind: LayerKind = layerKinds[layer.kind];
  const sorted = [...arriving].sort((a, b) => byPosition(layers[a.source]!, layers[b.source]!));
  const hasBias = kind.parameters(layer, context).some(({ name }) => name === 'bias');
  return {
    id: layer.id,
    layer,
    incoming: kind.wires ? [] : sorted.map(({ id, source, mask }) => ({ id, weightId: weightId(id), source, mask })),
    wires: kind.wires ? sorted.map(({ source }) => source) : [],
    biasId: hasBias ? biasId(layer.id) : null,
  };
}

/** Weights of what comes in, then what the layer owns itself. */
function parametersOf(
  { layer, incoming }: CompiledLayer,
  layers: Table<Layer>,
  context: LayerContext,
): ParameterInfo[] {
  const kind: LayerKind = layerKinds[layer.kind];
  const weights = incoming.map(({ id, weightId: parameter, source, mask }) => ({
    id: parameter,
    owner: id,
    shape: [layer.size, layers[source]!.size],
    mask,
  }));
  const own = kind.parameters(layer, context).map(({ name, shape, start = 'zeros', decays = true }) => ({
    id: ownId(layer, name),
    owner: layer.id,
    shape,
    mask: null,
    start,
    decays,
  }));
  return [...weights, ...own];
}

/** The ops of all layers, in order. */
export function lowerLayers(compiled: readonly CompiledLayer[], context: LayerContext): GraphNode[] {
  return compiled.flatMap(({ layer, incoming, wires }) => {
    const kind: LayerKind = layerKinds[layer.kind];
    const weighted = incoming.map(({ source, weightId: weight }) => ({ source, weight }));
    const carried = wires.map((source) => ({ source, weight: '' }));
    return kind.lower(layer, kind.wires ? carried : weighted, (name) => ownId(layer, name), context);
  });
}

/** `h1.bias` */
const ownId = (layer: Layer, name: string): string => (name === 'bias' ? biasId(layer.id) : `${layer.id}.${name}`);
