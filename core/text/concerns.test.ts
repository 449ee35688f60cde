import { expect, test } from 'vitest';
import { concernsAbout, type TokenizedFacts } from './concerns.ts';

const good: TokenizedFacts = {
  ordinaryTokens: 65,
  tokenCount: 1_115_394,
  unknownCount: 0,
  distinctWords: 25_670,
  isWord: false,
};

test('a usual text raises none', () => {
  expect(concernsAbout(good)).toEqual([]);
});

test('a text of one character has nothing to guess', () => {
  expect(concernsAbout({ ...good, ordinaryTokens: 1, tokenCount: 1 })).toEqual([
    'The whole text is one token again and again: there is nothing to guess. Choose a longer text.',
  ]);
});

test('a short text is learned by heart', () => {
  expect(concernsAbout({ ...good, tokenCount: 999 })[0]).toContain('only 999 tokens');
});

test('a million distinct words leave most of the text unknown, with both numbers', () => {
  const facts = { ...good, isWord: true, ordinaryTokens: 8191, tokenCount: 2e6, unknownCount: 1.9e6 };
  expect(concernsAbout({ ...facts, distinctWords: 1_000_000 })).toEqual([
    '95 % of the text is unknown: it has 1000000 distinct words, and the vocabulary keeps 8191. ' +
      'Use byte pairs, or a larger vocabulary.',
  ]);
  expect(concernsAbout({ ...facts, distinctWords: null })[0]).toContain('more than 2\u202f000\u202f000 distinct words');
});
