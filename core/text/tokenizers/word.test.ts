import { expect, test } from 'vitest';
import { trainTokenizer } from './registry.ts';

const text = "The whale! The whale-ship's boat; it is 1851.\n";

test('words, numbers, marks and line breaks are tokens, the most frequent first', () => {
  const { tokens, special } = trainTokenizer('word', text, { lowerCase: 0 });
  expect(tokens.slice(0, 1)).toEqual(['The']);
  expect(tokens).toContain("whale-ship's");
  expect(tokens).toContain('↵');
  expect(special.unknown).toBe(tokens.length - 1);
});

test('decoding puts spaces back where they belong', () => {
  const tokenizer = trainTokenizer('word', text, { lowerCase: 0 });
  expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  const brackets = trainTokenizer('word', 'He (a “sailor”) said: no…');
  expect(brackets.decode(brackets.encode('He (a “sailor”) said: no…'))).toBe('he (a “sailor”) said: no…');
});

test('lower case makes one word of The and the', () => {
  expect(trainTokenizer('word', 'The the', { lowerCase: 1 }).tokens).toEqual(['the', '<unknown>']);
});

test('words beyond the largest vocabulary are unknown', () => {
  const tokenizer = trainTokenizer('word', 'a a a b b c', { size: 3 });
  expect(tokenizer.tokens).toEqual(['a', 'b', '<unknown>']);
  expect([...tokenizer.encode('a c zebra')]).toEqual([0, 2, 2]);
});

test('a text of white space alone is refused', () => {
  expect(() => trainTokenizer('word', '  \t ')).toThrow('The text has no words');
});
