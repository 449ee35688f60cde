import { expect, test } from 'vitest';
import { trainTokenizer } from './tokenizers/registry.ts';
import { encodeMasked, writingStart } from './writing-start.ts';

const lines = trainTokenizer('character', 'ab\nba', { boundary: 1, mask: 1 });
const running = trainTokenizer('character', 'ab\nba', {});

test('a document begins and ends with a boundary', () => {
  const { boundary } = lines.special;
  expect(writingStart('lines', lines, '')).toEqual({ prompt: [boundary], stopAt: boundary });
  expect(writingStart('lines', lines, 'b')).toEqual({ prompt: [boundary, 1], stopAt: boundary });
});

test('running text begins with a new line, or goes on from the prompt, and has no end', () => {
  expect(writingStart('continuous', running, '')).toEqual({ prompt: [running.tokens.indexOf('↵')], stopAt: null });
  expect(writingStart('continuous', running, 'ab')).toEqual({ prompt: [1, 2], stopAt: null });
});

test('<mask> hides a token; a vocabulary without one refuses', () => {
  const { mask } = lines.special;
  expect([...encodeMasked(lines, 'a<mask>b<mask>')]).toEqual([0, mask, 1, mask]);
  expect(() => encodeMasked(running, 'a<mask>')).toThrow('This vocabulary has no mask token');
});

test('a character that the vocabulary does not have is named', () => {
  expect(() => writingStart('lines', lines, 'x')).toThrow('The character "x"');
});
