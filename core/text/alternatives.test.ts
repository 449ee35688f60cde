import { expect, test } from 'vitest';
import { logarithm } from '../tensor/elementary.ts';
import { likeliest } from './alternatives.ts';
import { keptTokens } from './sampling.ts';

/** Scores of these probabilities. */
const scores = [0.1, 0.4, 0.2, 0.3].map(logarithm);

test('the likeliest tokens come first, with what the model says of them and their chance to be drawn', () => {
  const kept = keptTokens(scores, { temperature: 1, topK: 2, topP: 1, repetitionPenalty: 1 });
  const { ids, probabilities, chances } = likeliest(scores, kept, 3);
  expect([...ids]).toEqual([1, 3, 2]);
  expect(probabilities[0]).toBeCloseTo(0.4, 12);
  expect(chances[0]).toBeCloseTo(4 / 7, 12);
  expect(chances[2]).toBe(0); // not among the first two
});

test('a token that was asked for is listed however unlikely it is, once', () => {
  const { ids, probabilities, chances } = likeliest(scores, null, 2, [0, 0, 1]);
  expect([...ids]).toEqual([1, 3, 0]);
  expect(probabilities[2]).toBeCloseTo(0.1, 12);
  expect(chances).toEqual(probabilities);
});
