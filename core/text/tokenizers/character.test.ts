import { expect, test } from 'vitest';
import { encodeInSteps } from '../encode-in-steps.ts';
import { finish } from '../steps.ts';
import { trainTokenizer } from './registry.ts';

test('characters are numbered in the order of their code points, as in nanoGPT', () => {
  const tokenizer = trainTokenizer('character', 'hello\nworld');
  expect(tokenizer.tokens).toEqual(['↵', 'd', 'e', 'h', 'l', 'o', 'r', 'w']);
  expect([...tokenizer.encode('hold')]).toEqual([3, 5, 4, 1]);
  expect(tokenizer.decode([3, 5, 4, 1])).toBe('hold');
});

test('a character outside the basic plane is one token', () => {
  const tokenizer = trainTokenizer('character', 'a🐳');
  expect([...tokenizer.encode('🐳a')]).toEqual([1, 0]);
});

test('names, one a line, with an end token: 26 letters and one more, 27 tokens', () => {
  const tokenizer = trainTokenizer('character', 'abcdefghijklm\nnopqrstuvwxyz\n', { boundary: 1 });
  expect(tokenizer.size).toBe(27);
  expect([...finish(encodeInSteps(tokenizer, 'ab\n\nc\r\n', 'lines'))]).toEqual([26, 0, 1, 26, 2, 26]);
  expect(tokenizer.decode([26, 0, 1, 26])).toBe('\nab\n');
});

test('a character that was never seen is refused by name and place, or is the unknown token', () => {
  expect(() => trainTokenizer('character', 'ab').encode('aé')).toThrow(
    'The character "é" (U+00E9) at position 1 is not among the 2 that this tokenizer has learned.',
  );
  const withUnknown = trainTokenizer('character', 'ab', { unknown: 1 });
  expect([...withUnknown.encode('aé')]).toEqual([0, 2]);
  expect(withUnknown.decode([0, 2])).toBe('a<unknown>');
});

test('when there are more characters than room, the rarest become the unknown token', () => {
  const tokenizer = trainTokenizer('character', 'aaabbcd', { size: 3 });
  expect(tokenizer.tokens).toEqual(['a', 'b', '<unknown>']);
});
