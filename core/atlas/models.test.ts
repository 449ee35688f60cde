import { describe, expect, test } from 'vitest';
import { languagePresets } from '../presets/language/registry.ts';
import { drawTransformer, type TransformerForm } from '../presets/language/transformer.ts';
import { presets } from '../presets/registry.ts';
import { countKnown, countModel, shapeProblem } from './count.ts';
import { families, type FamilyName } from './families/registry.ts';
import type { Family } from './family.ts';
import { findModel, searchModels, similarModels } from './find-model.ts';
import published from './fixtures/published-counts.json';
import { evaluateActive, evaluateFormula, formulaText, substitute, symbolsOf } from './formula.ts';
import { bytesFor, formatBytes } from './memory.ts';
import type { KnownModel } from './model.ts';
import { models } from './models/registry.ts';
import { countTensors, runsOf, sharesOf, type BlockNode } from './tree.ts';
import { treeOfDocument } from './tree-of-document.ts';

/** Files of these keep query, key and value in one tensor, which the tree shows as three; with biases, twice. */
function tensorsInOne({ id, family, shape }: KnownModel): number {
  const isJoined = ['gpt2', 'gptNeox', 'bloom'].includes(family) && id !== 'microgpt';
  return isJoined ? shape['layers']! * (shape['bias'] === 0 ? 2 : 4) : 0;
}

describe('known models', () => {
  test.each(published)('$model has the tensors and the total of the reference table', (row) => {
    const { tree, total, active } = countKnown(findModel(row.model)!);
    expect(total).toBe(row.total);
    expect(countTensors(tree)).toBe(row.tensors + tensorsInOne(findModel(row.model)!));
    expect(active).toBe(row.active ?? row.total);
  });

  test('are exact where the published total is the same, or differs by buffers only', () => {
    for (const { model, total, published: printed, verdict } of published) {
      const { certainty } = findModel(model)!;
      expect(certainty.kind, model).toBe(verdict.startsWith('EXACT') ? 'exact' : 'about');
      if (verdict === 'EXACT') expect(printed, model).toBe(total);
    }
  });

  test('are at least 50, each with a name of its own', () => {
    expect(models.length).toBeGreaterThanOrEqual(50);
    for (const model of models) {
      for (const name of [model.id, model.name, ...model.aliases]) expect(findModel(name)?.id, name).toBe(model.id);
    }
  });

  test('have every hyper-parameter of their family and no other', () => {
    for (const { id, family, shape } of models) {
      expect(Object.keys(shape).sort(), id).toEqual(Object.keys((families[family] as Family).fields).sort());
    }
  });
});

describe('tree and formula', () => {
  test.each(Object.keys(families) as FamilyName[])('agree for any sizes of %s', (name) => {
    const family: Family = families[name];
    const entries = Object.entries(family.fields);
    for (let round = 0; round < 200; round++) {
      // Small primes, so that no two terms of a formula can hide behind each other.
      const primes = [2, 3, 5, 7, 11, 13, 17, 19];
      const shape = Object.fromEntries(
        entries.map(([key, { choices, min }], i) => [
          key,
          choices ? (round + i) % choices.length : Math.max(min, primes[(round * 5 + i * 3 + (round >> 3) * i) % 8]!),
        ]),
      );
      if (shapeProblem(name, shape)) continue;
      const [tree, formula] = [family.tree('any', shape), family.formula(shape)];
      expect(tree.count, JSON.stringify(shape)).toBe(evaluateFormula(formula));
      expect(tree.active, JSON.stringify(shape)).toBe(evaluateActive(formula));
    }
    expect(shapeProblem(name, Object.fromEntries(entries.map(([key, { initial }]) => [key, initial])))).toBeNull();
  });

  test('read with the numbers plugged in', () => {
    const { formula } = countKnown(findModel('gpt2')!);
    expect(formulaText(formula)).toBe('(V + C)·d + L·(4·d² + 2·d·f + 5·d + f + 4·d) + 2·d');
    expect(substitute(formula.terms[0]!.text, symbolsOf(formula), String)).toBe('(50257 + 1024)·768');
  });
});

test('the shares of Llama 3 70B are those of where 70 billion live', () => {
  const { tree, total } = countKnown(findModel('Llama 3 70B')!);
  expect(total).toBe(70_553_706_496);
  expect(Object.fromEntries(sharesOf(tree).map(({ group, count }) => [group, count]))).toEqual({
    'feed-forward': 56_371_445_760,
    'query-output': 10_737_418_240,
    'key-value': 1_342_177_280,
    embedding: 1_050_673_152,
    head: 1_050_673_152,
    norm: 1_318_912,
  });
  expect(tree.children.find(({ name }) => name === 'Layer 79')!.count).toBe(855_654_400);
});

describe('names as people write them', () => {
  test.each([
    ['gpt2', 'gpt2'],
    ['GPT-2', 'gpt2'],
    ['bert-base-uncased', 'bert-base-uncased'],
    ['llama-3-70b', 'llama-3-70b'],
    ['Llama 3 70B', 'llama-3-70b'],
    ['llama3.3:70b', 'llama-3-70b'],
    ['mixtral 8x7b', 'mixtral-8x7b'],
    ['meta-llama/Llama-3.1-8B-Instruct', 'llama-3-8b'],
    ['deepseek-ai/DeepSeek-R1', 'deepseek-v3'],
  ])('%s is %s', (written, id) => expect(findModel(written)?.id).toBe(id));

  test('a slip of the keyboard finds what was meant', () => {
    expect(findModel('lama 3 70b')).toBeNull();
    expect(similarModels('lama 3 70b')[0]!.id).toBe('llama-3-70b');
    expect(similarModels('bret-base')[0]!.id).toBe('bert-base-uncased');
  });

  test('a search finds by any part, also of the maker', () => {
    expect(searchModels('mistral').length).toBe(4);
    expect(searchModels('70b').map(({ id }) => id)).toEqual(['llama-2-70b', 'llama-3-70b']);
    expect(searchModels('')).toEqual(models);
  });
});

test('memory: 16 bytes a parameter to train with Adam, half a byte to run in int4', () => {
  expect(bytesFor('trainFp32', 70_553_706_496)).toBe(1_128_859_303_936);
  expect(formatBytes(bytesFor('bf16', 70_553_706_496))).toBe('141 GB');
  expect(bytesFor('int4', 9)).toBe(5);
});

test('what cannot be counted exactly is refused with the reason', () => {
  const { family, shape } = findModel('llama-3-70b')!;
  expect(shapeProblem(family, { ...shape, layers: 1.5 })).toBe('Layers must be a whole number, not 1.5.');
  expect(shapeProblem(family, { ...shape, heads: 63 })).toContain('63 heads cannot share 8');
  expect(
    shapeProblem(family, { ...shape, layers: 1000, width: 131_072, feedForward: 1_048_576, heads: 1024 }),
  ).toBeNull();
  expect(countModel('What if', family, { ...shape, layers: 160 }).total).toBe(70_553_706_496 + 80 * 855_654_400);
});

const gpt2Like = (layers: number): TransformerForm => ({
  ...{ vocabulary: 50_257, context: 1024, layers, heads: 12, width: 768, dropout: 0 },
  feedForward: { hidden: 3072, form: 'GELU (tanh)' },
  normalisation: { form: 'LayerNorm', hasWeights: true, around: 'last' },
  positions: 'learned',
  sees: 'earlier positions',
  hasBias: true,
  isTied: true,
});

test('a drawing like GPT-2 has its family’s count, in total and group by group, and as many equal blocks', () => {
  const own = treeOfDocument('Mine', drawTransformer(gpt2Like(12)));
  const known = countKnown(findModel('gpt2')!);
  expect(own.count).toBe(124_439_808);
  expect(own.count).toBe(known.total);
  expect(sharesOf(own)).toEqual(sharesOf(known.tree));
  expect(countTensors(own)).toBe(countTensors(known.tree));
  expect(runsOf(own).map(({ name, times }) => [name, times])).toEqual([
    ['embedding', 1],
    ['positions', 1],
    ['block 1 to 12', 12],
    ['final norm', 1],
  ]);
});

test('a language model of one’s own has its parts in the groups of known models', () => {
  const { layers, connections } = languagePresets['gpt-names'].draw(27);
  const tree = treeOfDocument('Names', { layers, connections });
  expect(Object.fromEntries(sharesOf(tree).map(({ group, count }) => [group, count]))).toEqual({
    'feed-forward': 2048,
    'query-output': 512,
    'key-value': 512,
    embedding: 432,
    head: 432,
    position: 256,
  });
  const [, , firstBlock] = tree.children as readonly BlockNode[];
  expect(firstBlock!.children.map(({ name }) => name)).toEqual(['attention', 'feed-forward']);
});

test('the drawn network is a tree with one entry for each layer and what ends in it', () => {
  const tree = treeOfDocument('Mine', presets.worked.make());
  expect(tree.count).toBe(9);
  expect(sharesOf(tree)).toEqual([
    { group: 'weight', count: 6 },
    { group: 'bias', count: 3 },
  ]);
});
