/** What is looked at is what the engine computes: attention, the lens and inner values against the engine's own tensors. */
import { describe, expect, test } from 'vitest';
import { compileNetwork, type Network } from '../../compile/compile.ts';
import { ownersOf } from '../../compile/owners.ts';
import { initialParameters } from '../../compile/initial-parameters.ts';
import type { Table } from '../../document/document.ts';
import { Plan } from '../../engine/plan.ts';
import { drawBigram, drawWindowNetwork } from '../../presets/language/simple.ts';
import { drawTransformer, type TransformerForm } from '../../presets/language/transformer.ts';
import { attentionMaps } from './attention-maps.ts';
import { innerValues } from './inner-values.ts';
import { logitLens } from './logit-lens.ts';
import { blocksOf, residualStream } from './residual-stream.ts';
import { TextReader, type Turns } from './text-reader.ts';
import { probabilitiesOf } from './top-tokens.ts';

const form: TransformerForm = {
  vocabulary: 11,
  context: 8,
  layers: 2,
  heads: 2,
  width: 12,
  feedForward: { hidden: 20, form: 'GELU' },
  normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
  positions: 'learned',
  sees: 'earlier positions',
  hasBias: true,
  isTied: true,
  dropout: 0,
};

function made(drawing: ReturnType<typeof drawTransformer>): { network: Network; parameters: Table<Float64Array> } {
  const network = compileNetwork(drawing.layers, drawing.connections).network!;
  const small = initialParameters(network, 'gpt2', 3);
  // Larger than at a start, so that attention and probabilities are far from even.
  const parameters = Object.fromEntries(
    Object.entries(small).map(([id, values]) => [id, values.map((value) => 12 * value)]),
  );
  return { network, parameters };
}

function finish<Result>(turns: Turns<Result>): Result {
  for (;;) {
    const { done, value } = turns.next();
    if (done) return value;
  }
}

const ids = Int32Array.of(3, 1, 4, 1, 5, 9);

function read(model: ReturnType<typeof made>, tokens = ids): TextReader {
  const reader = new TextReader(model.network, tokens.length);
  finish(reader.read(model.parameters, tokens));
  return reader;
}

/** The engine's own forward pass at full context. */
function engine({ network, parameters }: ReturnType<typeof made>, tokens: Int32Array): Plan {
  const plan = new Plan(network.graph, { largestBatch: 1 });
  plan.setParameters(parameters);
  plan.idsOf(network.text!.input).set(tokens);
  plan.run('forward');
  return plan;
}

const variants = {
  'a GPT': form,
  'a GPT with rotary positions, RMSNorm and SwiGLU': {
    ...form,
    positions: 'rotary',
    feedForward: { hidden: 20, form: 'SwiGLU' },
    normalisation: { form: 'RMSNorm', hasWeights: false, around: 'first' },
    isTied: false,
    hasBias: false,
  },
} as const satisfies Record<string, TransformerForm>;

describe.each(Object.entries(variants))('%s', (_, variant) => {
  const model = made(drawTransformer(variant));

  test('reads a short text with the bits that the engine gives its first positions', () => {
    const plan = engine(model, ids);
    const reader = read(model);
    expect(reader.scores()).toEqual(Float64Array.from(plan.dataOf(model.network.outputLayers[0]!).subarray(0, 6 * 11)));
    for (const { node, width } of innerValues(model.network)) {
      expect(reader.rowsOf(node, width)).toEqual(Float64Array.from(plan.dataOf(node).subarray(0, 6 * width)));
    }
  });

  test('attention rows sum to 1, see nothing later, and times the values give what the heads gather', () => {
    const reader = read(model);
    const T = ids.length;
    const maps = attentionMaps(reader);
    expect(maps.map(({ name }) => name)).toEqual(['attention 1', 'attention 2']);
    for (const { layer, heads, weights } of maps) {
      const [C, d] = [12, 12 / heads];
      const gathered = reader.rowsOf(`${layer}.attended`, C);
      const qkv = reader.rowsOf(reader.has(`${layer}.turned`) ? `${layer}.turned` : `${layer}.qkv`, 3 * C);
      for (let head = 0; head < heads; head++) {
        for (let i = 0; i < T; i++) {
          const row = weights.subarray((head * T + i) * T, (head * T + i + 1) * T);
          expect(Math.abs(row.reduce((sum, w) => sum + w, 0) - 1)).toBeLessThan(1e-12);
          expect(row.subarray(i + 1).every((w) => w === 0)).toBe(true);
          // By hand: softmax of the scaled products.
          const scores = Array.from({ length: i + 1 }, (_, j) => {
            let dot = 0;
            for (let c = 0; c < d; c++) dot += qkv[i * 3 * C + head * d + c]! * qkv[j * 3 * C + C + head * d + c]!;
            return Math.exp(dot / Math.sqrt(d));
          });
          const sum = scores.reduce((a, b) => a + b, 0);
          scores.forEach((score, j) => expect(row[j]).toBeCloseTo(score / sum, 12));
          for (let c = 0; c < d; c++) {
            let total = 0;
            for (let j = 0; j < T; j++) total += row[j]! * qkv[j * 3 * C + 2 * C + head * d + c]!;
            expect(gathered[i * C + head * d + c]).toBeCloseTo(total, 12);
          }
        }
      }
    }
  });

  test("the lens's last row is the model's own output, and its rows are what enters and what each block adds", () => {
    const reader = read(model);
    const targets = Int32Array.of(1, 4, 1, 5, 9, -1);
    const lens = finish(logitLens(reader, model.parameters, targets));
    const { stations, top, truth } = lens;
    expect(stations).toEqual([
      variant.positions === 'learned' ? 'positions' : 'norm 0',
      'attention 1',
      'feed-forward 1',
      'attention 2',
      'feed-forward 2',
    ]);
    const scores = reader.scores();
    for (let t = 0; t < 6; t++) {
      const said = probabilitiesOf(scores.subarray(t * 11, (t + 1) * 11));
      const cell = 4 * 6 + t;
      const order = Array.from(said.keys()).sort((a, b) => said[b]! - said[a]!);
      expect(Array.from(lens.ids.subarray(cell * top, (cell + 1) * top))).toEqual(order.slice(0, 10));
      // Exactly: the same ops on the same bits.
      expect(lens.probabilities.subarray(cell * top, (cell + 1) * top)).toEqual(
        Float64Array.from(order.slice(0, 10), (id) => said[id]!),
      );
      expect(truth[cell]).toBe(targets[t]! >= 0 ? said[targets[t]!]! : NaN);
    }
  });

  test('every parameter belongs to exactly one block', () => {
    const blocks = blocksOf(model.network);
    expect(blocks.map(({ name }) => name)).toEqual(
      ['Embeddings', 'Block 1', 'Block 2', 'Head'].slice(0, blocks.length),
    );
    const owners = [...ownersOf(model.network).values()];
    for (const owner of owners) expect(blocks.filter(({ layers }) => layers.includes(owner))).toHaveLength(1);
  });
});

test('the stream is found in the drawing, from the positions over each add to the head', () => {
  const model = made(drawTransformer(form));
  const { stations, readOut } = residualStream(model.network);
  const names = new Map(model.network.layers.map(({ id, layer }) => [id, layer.name]));
  expect(readOut.map((id) => names.get(id))).toEqual(['final norm', 'head']);
  expect(stations.map(({ node }) => names.get(node))).toEqual(['positions', 'add 1a', 'add 1b', 'add 2a', 'add 2b']);
});

test('a model that sees both sides reads a short text as a window of its own length', () => {
  const both = { ...form, sees: 'all positions' } as const;
  const long = made(drawTransformer(both));
  const short = made(drawTransformer({ ...both, context: 6 }));
  const table = Object.keys(long.parameters).find((id) => long.parameters[id]!.length === 8 * 12)!;
  const parameters = { ...long.parameters, [table]: long.parameters[table]!.slice(0, 6 * 12) };
  const plan = engine({ network: short.network, parameters }, ids);
  const reader = read(long);
  expect(reader.scores()).toEqual(Float64Array.from(plan.dataOf(short.network.outputLayers[0]!)));
  const [map] = attentionMaps(reader);
  for (let row = 0; row < 2 * 6; row++) {
    const weights = map!.weights.subarray(row * 6, (row + 1) * 6);
    expect(Math.abs(weights.reduce((sum, w) => sum + w, 0) - 1)).toBeLessThan(1e-12);
    expect(weights.every((w) => w > 0)).toBe(true);
  }
});

test('a network of windows reads each token at the end of its own window', () => {
  const model = made(drawWindowNetwork({ vocabulary: 11, context: 3, width: 4, hidden: 5 }));
  const reader = new TextReader(model.network, 4);
  finish(reader.read(model.parameters, Int32Array.of(3, 1, 4, 1), 7));
  const windows = [
    [7, 7, 3],
    [7, 3, 1],
    [3, 1, 4],
    [1, 4, 1],
  ];
  const expected = windows.flatMap((window) => {
    const plan = engine(model, Int32Array.from(window));
    return [...plan.dataOf(model.network.outputLayers[0]!)];
  });
  expect(reader.scores()).toEqual(Float64Array.from(expected));
  expect(attentionMaps(reader)).toEqual([]);
  const embedding = innerValues(model.network)[0]!;
  const table = model.parameters[`${embedding.node}.weight`]!;
  expect(reader.rowsOf(embedding.node, 4).subarray(8, 12)).toEqual(table.subarray(4 * 4, 5 * 4));
  const lens = finish(logitLens(reader, model.parameters, Int32Array.of(1, 4, 1, -1)));
  expect(lens.stations).toEqual(['scores']);
  expect(blocksOf(model.network).map(({ name }) => name)).toEqual(['embedding', 'hidden', 'scores']);
});

test('a bigram has one row, its own, and its table is a block', () => {
  const model = made(drawBigram(5));
  const reader = read(model, Int32Array.of(0, 4));
  const lens = finish(logitLens(reader, model.parameters, Int32Array.of(4, -1)));
  expect(lens.stations).toEqual(['scores']);
  expect(lens.ids).toHaveLength(2 * 5);
  expect(blocksOf(model.network).map(({ name }) => name)).toEqual(['table']);
});

test('a text that is empty or too long is refused with the limit', () => {
  const { network } = made(drawTransformer(form));
  expect(() => new TextReader(network, 9)).toThrow('The text has 9 tokens; this model sees 8 at once. Shorten it.');
  expect(() => new TextReader(network, 0)).toThrow('Type at least one character');
});
