/**
 * What a model would say if it stopped after each block: the final normalisation and the head applied to the residual stream at
 * every station, with the engine's own ops, so that the last row is the model's own output bit for bit.
 *
 *     p(station, position) = softmax(head(norm(stream)))
 *
 * @see nostalgebraist, "interpreting GPT: the logit lens", 2020
 */
import { lowerLayers, type CompiledLayer, type Network } from '../../compile/compile.ts';
import { layerContext } from '../../compile/layer-context.ts';
import type { Table } from '../../document/document.ts';
import { input } from '../../engine/ops/input.ts';
import { Plan } from '../../engine/plan.ts';
import { residualStream } from './residual-stream.ts';
import type { TextReader, Turns } from './text-reader.ts';
import { probabilitiesOf, topTokens } from './top-tokens.ts';

/** Tokens that a cell tells of. */
export const LENS_TOP = 10;

export interface LogitLens {
  /** Names of the stations, the first what enters the stream, the last the model's own output. S */
  readonly stations: readonly string[];
  /** Tokens of a cell, k. */
  readonly top: number;
  /** Most probable first. [S, T, k] */
  readonly ids: Int32Array;
  readonly probabilities: Float64Array;
  /** Of the token that the text has: the next one, or for a masked model the one that stands there. NaN where there is none. [S, T] */
  readonly truth: Float64Array;
}

/** Node where a station's values enter. */
const STREAM = '(stream)';

/**
 * After the reader has read `ids`.
 *
 * @param targets id of the true token per position; -1 = none
 */
export function* logitLens(reader: TextReader, parameters: Table<Float64Array>, targets: Int32Array): Turns<LogitLens> {
  const { network, length } = reader;
  const { vocabulary } = network.text!;
  const { stations, readOut } = residualStream(network);
  const own = network.outputLayers[0]!;
  const rows: { name: string; scores: Float64Array }[] = [];
  if (stations.length > 1) {
    const head = readOutPlan(network, readOut, length);
    const width = network.layers.find(({ id }) => id === stations[0]!.node)!.layer.size;
    head.setParameters(parameters);
    for (const { node, name } of stations) {
      head.dataOf(STREAM).set(reader.rowsOf(node, width));
      yield* head.forwardInTurns();
      rows.push({ name, scores: Float64Array.from(head.dataOf(own)) });
    }
  } else {
    const { layer } = network.layers.find(({ id }) => id === own)!;
    rows.push({ name: layer.name, scores: reader.scores() });
  }
  const top = Math.min(LENS_TOP, vocabulary);
  const cells = rows.length * length;
  const ids = new Int32Array(cells * top);
  const probabilities = new Float64Array(cells * top);
  const truth = new Float64Array(cells).fill(NaN);
  for (let row = 0; row < rows.length; row++) {
    for (let t = 0; t < length; t++) {
      const cell = row * length + t;
      const said = probabilitiesOf(rows[row]!.scores.subarray(t * vocabulary, (t + 1) * vocabulary));
      const best = topTokens(said, top);
      ids.set(best.ids, cell * top);
      probabilities.set(best.probabilities, cell * top);
      if (targets[t]! >= 0) truth[cell] = said[targets[t]!]!;
    }
    yield;
  }
  return { stations: rows.map(({ name }) => name), top, ids, probabilities, truth };
}

/** The layers from the stream to the scores as a graph of their own. */
function readOutPlan(network: Network, readOut: readonly string[], positions: number): Plan {
  const { layers, parameters } = network;
  const isInside = new Set(readOut);
  const chosen = readOut.map((id) => layers.find((entry) => entry.id === id)!);
  const rewired = chosen.map((entry): CompiledLayer => {
    const from = (source: string): string => (isInside.has(source) ? source : STREAM);
    return {
      ...entry,
      incoming: entry.incoming.map((one) => ({ ...one, source: from(one.source) })),
      wires: entry.wires.map(from),
    };
  });
  const width = streamWidth(network, chosen[0]!);
  const nodes = lowerLayers(rewired, layerContext(layers.map(({ layer }) => layer)));
  const graph = {
    nodes: [input(STREAM, width, positions), ...nodes],
    inputs: [STREAM],
    outputs: [network.outputLayers[0]!],
    parameters,
  };
  return new Plan(graph, { largestBatch: 1 });
}

function streamWidth({ layers }: Network, { incoming, wires }: CompiledLayer): number {
  const source = incoming[0]?.source ?? wires[0]!;
  return layers.find(({ id }) => id === source)!.layer.size;
}
