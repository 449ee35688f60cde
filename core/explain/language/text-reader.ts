/**
 * A language model reads a text with every value inside kept, so that one can look: always by the portable float64 kernels,
 * whatever it is trained with. A network that reads whole texts is computed at the text's own length: nothing stands in for the
 * rest of the context, so that a model that sees both sides sees the text alone. One that reads a window (embeddings side by
 * side) gets one example per token: the window that ends there.
 */
import { lowerLayers, type CompiledLayer, type Network } from '../../compile/compile.ts';
import { layerContext } from '../../compile/layer-context.ts';
import type { Layer, Table } from '../../document/document.ts';
import type { Graph, GraphParameter } from '../../engine/graph.ts';
import type { KernelSet } from '../../engine/kernels/kernels.ts';
import { Plan } from '../../engine/plan.ts';
import { attendedId } from '../../nn/layers/attention.ts';
import { contextOf } from '../../nn/layers/tokens.ts';

/** Work in turns: each `yield` is a place to do something else. */
export type Turns<Result> = Generator<void, Result, void>;

/** Longest text that is read through a network of windows, whose context is no limit. */
const MOST_WINDOWS = 256;

/** Whether it reads one window per token to score, rather than a whole text at once. */
export const readsWindows = ({ layers }: Network): boolean => layers.some(({ layer }) => layer.kind === 'flatten');

/** Tokens that a text to look into may have. @throws RangeError when the network reads no text */
export function longestText(network: Network): number {
  if (!network.text) throw new RangeError('This network reads no text. Open a language model.');
  return readsWindows(network) ? MOST_WINDOWS : network.text.context;
}

export class TextReader {
  /** Tokens of the text, T. */
  readonly length: number;
  readonly network: Network;
  readonly #plan: Plan;
  readonly #window: number | null;

  /** @param kernels portable float64 unless said @throws RangeError when the network reads no text, or none of this length */
  constructor(network: Network, length: number, kernels?: KernelSet) {
    const longest = longestText(network);
    if (length < 1) throw new RangeError('There is no text to read. Type at least one character.');
    if (length > longest) {
      throw new RangeError(`The text has ${length} tokens; this model sees ${longest} at once. Shorten it.`);
    }
    this.length = length;
    this.#window = readsWindows(network) ? network.text!.context : null;
    this.network = network;
    const graph = this.#window === null ? graphOfLength(network, length) : network.graph;
    this.#plan = new Plan(graph, { largestBatch: this.#window === null ? 1 : length, ...(kernels && { kernels }) });
  }

  /**
   * Computes every value anew.
   *
   * @param ids one per token of the text
   * @param padding the token that stands before the text where a window needs one
   */
  *read(parameters: Table<Float64Array>, ids: Int32Array, padding = 0): Turns<void> {
    const plan = this.#plan;
    plan.setParameters(fitted(plan, parameters));
    const into = plan.idsOf(this.network.text!.input);
    if (this.#window === null) into.set(ids);
    else writeWindows(into, ids, this.#window, padding);
    yield* plan.forwardInTurns();
  }

  has(node: string): boolean {
    return this.#plan.has(node);
  }

  /** A node's values, one row per token: of windows, their last position. [T, width], a copy */
  rowsOf(node: string, width: number): Float64Array {
    const data = this.#plan.dataOf(node);
    if (this.#window === null) return Float64Array.from(data.subarray(0, this.length * width));
    const perExample = data.length / this.length;
    const rows = new Float64Array(this.length * width);
    for (let t = 0; t < this.length; t++) {
      const end = (t + 1) * perExample;
      rows.set(data.subarray(end - width, end), t * width);
    }
    return rows;
  }

  /** Scores of what follows each token (or, of a masked model, of what stands there). [T, vocabulary], a copy */
  scores(): Float64Array {
    return this.rowsOf(this.network.outputLayers[0]!, this.network.text!.vocabulary);
  }

  /** Attention weights of one layer: how much each token (row) takes from each other. [heads, T, T], a copy */
  attentionOf(layerId: string): Float64Array {
    return Float64Array.from(this.#plan.keptOf(attendedId(layerId), 'weights'));
  }
}

/** The network's ops for texts of exactly `length` tokens. */
function graphOfLength(network: Network, length: number): Graph {
  const layers = network.layers.map((entry): CompiledLayer => {
    const { layer } = entry;
    return layer.kind === 'tokens' ? { ...entry, layer: withContext(layer, length) } : entry;
  });
  const context = layerContext(layers.map(({ layer }) => layer));
  const tables = new Set(layers.flatMap(({ id, layer }) => (layer.kind === 'positions' ? [id] : [])));
  const parameters = network.parameters.map((parameter): GraphParameter => {
    const isOfPositions = tables.has(parameter.owner);
    return isOfPositions ? { ...parameter, shape: [length, parameter.shape[1]!] } : parameter;
  });
  return {
    nodes: lowerLayers(layers, context),
    inputs: network.inputLayers,
    outputs: network.outputLayers,
    parameters,
  };
}

const withContext = (layer: Layer, context: number): Layer =>
  contextOf(layer) === context ? layer : { ...layer, settings: { ...layer.settings, context } };

/** Of a table of positions, the first rows. */
function fitted(plan: Plan, parameters: Table<Float64Array>): Table<Float64Array> {
  const found: Record<string, Float64Array> = {};
  for (const [id, { data }] of plan.parameters) {
    const values = parameters[id];
    if (values) found[id] = values.length > data.length ? values.subarray(0, data.length) : values;
  }
  return found;
}

function writeWindows(into: Int32Array, ids: Int32Array, window: number, padding: number): void {
  for (let t = 0; t < ids.length; t++) {
    for (let k = 0; k < window; k++) into[t * window + k] = ids[t - window + 1 + k] ?? padding;
  }
}
