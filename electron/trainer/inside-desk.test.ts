/** Questions about the inside of a loaded model, as the page asks them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { portable32, portable64 } from '../../core/engine/kernels/portable.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import { unconstrained } from '../../core/document/constraints.ts';
import { readProject } from '../../core/formats/project.ts';
import { makeLanguageModel, type LanguagePreset } from '../../core/presets/language/language-preset.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { drawTransformer } from '../../core/presets/language/transformer.ts';
import type { TextLayout } from '../../core/text/encode-in-steps.ts';
import { InsideDesk } from './inside-desk.ts';
import { TrainingLoop } from './training-loop.ts';

function open(document: NetworkDocument): { desk: InsideDesk; loop: TrainingLoop; turns: () => number } {
  let time = 0;
  let turns = 0;
  const now = (): number => (time += 1);
  const loop = new TrainingLoop({
    now,
    soon: (callback) => setImmediate(callback),
    sendFrame: () => undefined,
    kernelsFor: (precision) => (precision === 'float64' ? portable64 : portable32),
    kernelsForLookingBack: () => () => portable64,
  });
  loop.load({
    runId: 7,
    resumes: false,
    timeline: null,
    layers: document.layers,
    connections: document.connections,
    parameters: document.parameters,
    data: document.data[ONLY]!,
    training: document.training[ONLY]!,
    constraints: unconstrained,
    position: document.run[ONLY] ?? null,
  });
  const soon = (callback: () => void): void => {
    turns++;
    setImmediate(callback);
  };
  const desk = new InsideDesk({ now, soon, model: () => loop.languageForm, updateWatch: () => loop.updateWatch });
  return { desk, loop, turns: () => turns };
}

const shipped = (name: string) => open(readProject(readFileSync(`assets/models/${name}.weightroom`)).document);

const preset = (preset: LanguagePreset, layout: TextLayout = 'lines') =>
  open(makeLanguageModel(preset, { name: 'a text', text: 'anna\nbert and clara went on, '.repeat(20), layout }, 1));

const question = (text: string) => ({ text, hidden: [] });

test('the summary says what there is to look at, with a sample of the text that fits', async () => {
  const { desk } = shipped('names');
  const summary = desk.summary();
  expect(summary).toMatchObject({ runId: 7, objective: 'next', longest: 16, window: null });
  expect(summary.attention).toEqual([
    { layer: expect.any(String) as string, name: 'attention 1', heads: 4, isCausal: true },
  ]);
  expect(summary.values.map(({ title }) => title)).toContain('feed-forward 1: hidden units');
  const titles = summary.tensors.map(({ title }) => title);
  expect(titles).toContain('attention 1: query, key and value weights');
  expect(titles).toContain('feed-forward 1: weights out of the hidden units');
  expect(summary.tensors.filter(({ rowsAre }) => rowsAre === 'tokens').map(({ title }) => title)).toEqual([
    'embedding',
    'head: weights',
  ]);
  expect(summary.sample).toMatch(/^[a-z]+$/);
  await expect(desk.attention(question(summary.sample))).resolves.toBeTruthy();
});

test('attention, lens and values of a typed name, in turns between which messages are heard', async () => {
  const { desk, turns } = shipped('names');
  const { tokens, boundary, values: all } = desk.summary();
  const attention = await desk.attention(question('emma'));
  expect(Array.from(attention.ids, (id) => (id === boundary ? '' : tokens[id]))).toEqual(['', 'e', 'm', 'm', 'a']);
  expect(attention.layers[0]!.weights).toHaveLength(4 * 5 * 5);
  expect(turns()).toBeGreaterThan(0);
  const lens = await desk.lens(question('emma'));
  expect(lens.stations).toEqual(['norm 0', 'attention 1', 'feed-forward 1']);
  // The name ends after its last letter: a trained model expects that.
  expect(lens.targets.at(-1)).toBe(boundary);
  expect(lens.truth[2 * 5 + 4]).toBeGreaterThan(0.2);
  const values = await desk.values({
    ...question('emma'),
    node: all.find(({ title }) => title.endsWith('hidden units'))!.node,
  });
  expect(values).toMatchObject({ width: 64 });
  expect(values.values.every((value) => value >= 0)).toBe(true); // ReLU
});

test('answers follow a turned parameter and training', async () => {
  const { desk, loop } = shipped('names');
  const before = await desk.attention(question('emma'));
  const { parameters } = loop.languageModel;
  const id = desk.summary().tensors.find(({ title }) => title.startsWith('attention 1: query'))!.id;
  loop.setParameters({ [id]: parameters[id]!.map((value) => 2 * value) });
  const turned = await desk.attention(question('emma'));
  expect(turned.layers[0]!.weights).not.toEqual(before.layers[0]!.weights);
  loop.step(1);
  expect((await desk.attention(question('emma'))).step).toBe(before.step + 1);
});

test('what is not in the vocabulary, and too long a text, are refused by name and limit', async () => {
  const { desk } = shipped('names');
  await expect(desk.lens(question('Ω'))).rejects.toThrow('"Ω" (U+03A9)');
  await expect(desk.lens(question('abcdefghijklmnopqrst'))).rejects.toThrow(
    'The text has 21 tokens; this model sees 16 at once. Shorten it.',
  );
  await expect(desk.values({ ...question('emma'), node: 'l99' })).rejects.toThrow('not part of the model any more');
  expect(() => desk.tensor({ tensor: 'nothing' })).toThrow('not part of the model any more');
});

test('a map of the embeddings, its nearest neighbours, and any tensor as a picture', async () => {
  const { desk, loop } = shipped('names');
  const table = desk.summary().tensors.find(({ rowsAre }) => rowsAre === 'tokens')!;
  const map = await desk.map({ tensor: table.id });
  expect(map.points).toHaveLength(2 * table.shape[0]!);
  expect(map.explained[0]).toBeGreaterThanOrEqual(map.explained[1]!);
  const { rows, cosines } = desk.neighbours({ tensor: table.id, row: 3 });
  expect(rows).toHaveLength(12);
  expect(cosines[0]).toBeGreaterThanOrEqual(cosines[1]!);
  const picture = desk.tensor({ tensor: table.id });
  const values = loop.languageModel.parameters[table.id]!;
  expect([picture.rows, picture.columns]).toEqual(table.shape);
  expect(picture.smallest).toBe(Math.min(...values));
});

test('norms per block come with training', () => {
  const { desk, loop } = preset(languagePresets['gpt-names']);
  expect(desk.norms()).toMatchObject({ interval: 10, steps: new Float64Array(0) });
  loop.step(10);
  const norms = desk.norms();
  expect(Array.from(norms.steps)).toEqual([1, 10]);
  expect(norms.blocks.map(({ name }) => name)).toEqual(['Embeddings', 'Block 1', 'Head']);
  const counted = norms.blocks.reduce((sum, { parameters }) => sum + parameters, 0);
  expect(counted).toBe(loop.languageForm.network.parameterCount);
  expect(norms.gradient.every((length) => length > 0)).toBe(true);
  const all = Object.values(loop.languageModel.parameters).flatMap((values) => [...values]);
  const squares = norms.parameters.subarray(3, 6).reduce((sum, length) => sum + length * length, 0);
  expect(squares).toBeCloseTo(
    all.reduce((sum, value) => sum + value * value, 0),
    8,
  );
});

test('a bigram and a window of embeddings have no attention, and all the rest', async () => {
  for (const name of ['bigram', 'letters-mlp'] as const) {
    const { desk } = preset(languagePresets[name]);
    const { attention, values, window } = desk.summary();
    expect(attention).toEqual([]);
    expect(window).toBe(name === 'letters-mlp' ? 3 : null);
    expect((await desk.attention(question('anna'))).layers).toEqual([]);
    expect((await desk.lens(question('anna'))).stations).toHaveLength(1);
    for (const { node, width } of values) {
      const found = await desk.values({ ...question('anna'), node });
      expect(found.values).toHaveLength(5 * width);
    }
  }
});

test('a masked model looks both ways, and hides what is asked to be hidden', async () => {
  // The drawing of bert-char, smaller.
  const masked: LanguagePreset = {
    ...languagePresets['bert-char'],
    draw: (vocabulary) =>
      drawTransformer({
        ...{ vocabulary, context: 8, layers: 2, heads: 2, width: 8, dropout: 0, hasBias: true, isTied: true },
        feedForward: { hidden: 16, form: 'GELU' },
        normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
        positions: 'learned',
        sees: 'all positions',
      }),
  };
  const { desk } = preset(masked, 'continuous');
  const { mask, objective } = desk.summary();
  expect(objective).toBe('masked');
  const { layers, ids } = await desk.attention({ text: 'anna', hidden: [2] });
  expect(ids[2]).toBe(mask);
  expect(layers[0]!.weights[1]).toBeGreaterThan(0); // the first token looks at the second
  const lens = await desk.lens({ text: 'anna', hidden: [2] });
  expect(lens.targets[2]).toBe(lens.targets[1]); // both are n
});
