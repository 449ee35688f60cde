import { expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { countBlocks, foldBlocks } from './count-blocks.ts';
import { languagePresets, type LanguagePresetName } from './registry.ts';

const networkOf = (name: LanguagePresetName, vocabulary: number) => {
  const { layers, connections } = languagePresets[name].draw(vocabulary);
  return compileNetwork(layers, connections).network!;
};

test('the names model has its parameters in the embeddings, one block and the head', () => {
  expect(countBlocks(networkOf('gpt-names', 27)).map(({ title, count }) => [title, count])).toEqual([
    ['embedding', 27 * 16],
    ['positions', 16 * 16],
    ['block 1', 12 * 16 * 16],
    ['head', 27 * 16],
  ]);
});

test('a block says what its parts take: 12 d² in all, a third of it attention', () => {
  const block = countBlocks(networkOf('gpt-char-small', 65)).find(({ title }) => title === 'block 2')!;
  expect(block.parts).toEqual([
    { title: 'norm a', count: 128 },
    { title: 'attention', count: 4 * 128 * 128 },
    { title: 'norm b', count: 128 },
    { title: 'feed-forward', count: 8 * 128 * 128 },
  ]);
});

test.each(Object.keys(languagePresets) as LanguagePresetName[])('the blocks of %s add up to all of it', (name) => {
  const network = networkOf(name, 81);
  expect(countBlocks(network).reduce((sum, { count }) => sum + count, 0)).toBe(network.parameterCount);
});

test('equal blocks become one line, and the lines still add up', () => {
  const network = networkOf('gpt-char-small', 65);
  const folded = foldBlocks(countBlocks(network));
  expect(folded.map(({ title, times }) => [title, times])).toEqual([
    ['embedding', 1],
    ['positions', 1],
    ['blocks 1–4', 4],
    ['final norm', 1],
  ]);
  expect(folded.reduce((sum, { count, times }) => sum + count * times, 0)).toBe(network.parameterCount);
});

test('blocks that differ stay apart', () => {
  const block = (title: string, count: number) => ({ title, count, parts: [] });
  const folded = foldBlocks([block('block 1', 5), block('block 2', 6), block('block 3', 6), block('head', 6)]);
  expect(folded.map(({ title, count }) => `${title}: ${count}`)).toEqual(['block 1: 5', 'blocks 2–3: 6', 'head: 6']);
});
