import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { portable32 } from '../engine/kernels/portable.ts';
import { ONLY } from '../document/document.ts';
import { readProject } from '../formats/project.ts';
import { makeLanguageModel } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { drawTransformer } from '../presets/language/transformer.ts';
import { TextReader } from '../explain/language/text-reader.ts';
import { finish } from '../text/steps.ts';
import { prepareData } from '../data/prepare.ts';
import { Trainer } from './trainer.ts';
import { Writer } from './writer.ts';

const { document } = readProject(readFileSync('assets/models/names.weightroom'));
const network = compileNetwork(document.layers, document.connections).network!;
const BOUNDARY = 26;
const request = {
  prompt: [BOUNDARY],
  most: 20,
  sampling: { temperature: 0.9, topK: 0, topP: 0.95, repetitionPenalty: 1.1 },
  seed: 3,
  stopAt: BOUNDARY,
};
const idsOf = (writer: Writer, changes: object = {}) =>
  [...writer.write({ ...request, ...changes })].map(({ id }) => id);

describe('choosing another token and writing on', () => {
  const writer = new Writer(network, document.parameters);
  const written = idsOf(writer);
  test('tokens that would have been drawn change nothing of what follows', () => {
    for (let count = 0; count <= written.length; count++) {
      expect(idsOf(writer, { given: written.slice(0, count) })).toEqual(written);
    }
  });
  test('another token stays, what is before it stays, and the rest is the same every time', () => {
    const other = (written[2]! + 1) % BOUNDARY;
    const given = [...written.slice(0, 2), other];
    const rewritten = idsOf(writer, { given });
    expect(rewritten.slice(0, 3)).toEqual(given);
    expect(rewritten).not.toEqual(written);
    expect(idsOf(new Writer(network, document.parameters, { remembers: false }), { given })).toEqual(rewritten);
  });
  test('a chosen end is the end', () => {
    expect(idsOf(writer, { given: [0, BOUNDARY] })).toEqual([0, BOUNDARY]);
  });
});

test('other questions between two turns of writing change nothing of it', () => {
  const writer = new Writer(network, document.parameters);
  const expected = idsOf(new Writer(network, document.parameters), { prompt: [BOUNDARY, 1, 2, 3, 4, 5] });
  const found: number[] = [];
  for (const token of writer.writeInTurns({ ...request, prompt: [BOUNDARY, 1, 2, 3, 4, 5] })) {
    if (token) found.push(token.id);
    writer.scores([BOUNDARY, 7, 7]);
  }
  expect(found).toEqual(expected);
});

test('with other parameters it writes what a writer made with them writes', () => {
  const other = Object.fromEntries(
    Object.entries(document.parameters).map(([id, values]) => [id, values.map((w) => w / 2)]),
  );
  const writer = new Writer(network, document.parameters);
  idsOf(writer);
  writer.setParameters(other);
  expect(idsOf(writer)).toEqual(idsOf(new Writer(network, other)));
});

test('of a model that looks back only, the scores at every place are those of each beginning', () => {
  const writer = new Writer(network, document.parameters, { remembers: false });
  const tokens = [BOUNDARY, 12, 0, 17];
  const all = writer.scoresOfAll(tokens);
  expect(all).toHaveLength(4 * 27);
  tokens.forEach((_, i) => {
    expect(all.slice(27 * i, 27 * (i + 1))).toEqual(writer.scores(tokens.slice(0, i + 1)));
  });
  expect(() => writer.scoresOfAll(Array<number>(17).fill(1))).toThrow('The text has 17 tokens; this model sees 16');
});

describe('a model of hidden tokens', () => {
  const preset = {
    ...languagePresets['bert-char'],
    draw: (vocabulary: number) =>
      drawTransformer({
        ...{ vocabulary, context: 12, layers: 1, heads: 2, width: 16, dropout: 0, hasBias: true, isTied: true },
        feedForward: { hidden: 32, form: 'GELU' },
        normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
        positions: 'learned',
        sees: 'all positions',
      }),
    training: { batchSize: 16, learningRate: 0.01, weightDecay: 0.01, steps: 800, warmupSteps: 10 },
  };
  const made = makeLanguageModel(preset, { name: 'weekdays', text: 'monday tuesday friday '.repeat(40) });
  const bert = compileNetwork(made.layers, made.connections).network!;
  const settings = { ...made.training[ONLY]!, precision: 'float64' as const };
  const data = prepareData(made.data[ONLY]!);
  const trainer = new Trainer({ network: bert, data, settings, parameters: made.parameters, position: null });
  trainer.steps(800);
  const mask = data.text!.mask!;
  const text = Array.from(data.text!.ids.slice(0, 12)); // "monday tuesd"
  const hidden = (place: number): Float64Array => {
    const tokens = text.map((id, i) => (i === place ? mask : id));
    const { vocabulary } = bert.text!;
    return new Writer(bert, trainer.parameters).scoresOfAll(tokens).slice(place * vocabulary, (place + 1) * vocabulary);
  };
  test('names what stands under a mask, from what is before and behind it', () => {
    const right = text.filter((id, place) => {
      const scores = hidden(place);
      return scores.indexOf(Math.max(...scores)) === id;
    });
    expect(right.length).toBeGreaterThanOrEqual(10);
  });
  test('a text shorter than the context is read alone: what it says is what looking inside says', () => {
    const tokens = [...text.slice(0, 3), mask, ...text.slice(4, 6)];
    const inside = new TextReader(bert, tokens.length);
    finish(inside.read(trainer.parameters, Int32Array.from(tokens)));
    const scores = new Writer(bert, trainer.parameters).scoresOfAll(tokens);
    expect(scores).toEqual(inside.scores());
    const { vocabulary } = bert.text!;
    const own = scores.slice(3 * vocabulary, 4 * vocabulary);
    expect(own.indexOf(Math.max(...own))).toBe(text[3]);
  });
  test('of a large model, each length of text has kernels of its own, asked for when it is read', () => {
    const asked: string[] = [];
    const kernelsFor = (precision: string) => {
      asked.push(precision);
      return portable32;
    };
    const large = new Writer({ ...bert, parameterCount: 2_000_001 }, trainer.parameters, { kernelsFor });
    expect(asked).toEqual([]);
    for (const length of [4, 4, 6, 4]) large.scoresOfAll(text.slice(0, length));
    expect(asked).toEqual(['float32', 'float32', 'float32']);
    const [single] = large.scoresOfAll(text.slice(0, 4));
    expect(single).not.toBe(new Writer(bert, trainer.parameters, { kernelsFor }).scoresOfAll(text.slice(0, 4))[0]);
    expect(asked).toHaveLength(3); // a small one is read exactly
  });
  test('a token behind the mask changes its scores', () => {
    const before = hidden(3);
    text[4] = (text[4]! + 1) % mask;
    expect(hidden(3)).not.toEqual(before);
  });
});
