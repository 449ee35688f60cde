import { describe, expect, test } from 'vitest';
import { Random } from '../tensor/random.ts';
import { countTokens, measureText, splitByDocument, splitByPosition } from './statistics.ts';
import { finish } from './steps.ts';

describe('statistics of a text', () => {
  test('count code points, words, lines and what is most frequent', () => {
    const statistics = finish(measureText('a cat, a 🐳\na dog'));
    expect(statistics).toMatchObject({ characters: 16, words: 6, lines: 2, distinctCharacters: 10, distinctWords: 4 });
    expect(statistics.frequentWords[0]).toEqual({ text: 'a', count: 3 });
    expect(statistics.frequentCharacters.slice(0, 2)).toEqual([
      { text: ' ', count: 4 },
      { text: 'a', count: 4 },
    ]);
  });

  test('are zero for an empty text', () => {
    expect(finish(measureText(''))).toMatchObject({ characters: 0, words: 0, lines: 0, distinctWords: 0 });
  });

  test('say how far they are, up to 1', () => {
    const shares: number[] = [];
    finish(measureText('word '.repeat(40_000)), (share) => shares.push(share));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares.at(-1)).toBe(1);
  });

  test('count tokens by id', () => {
    expect([...countTokens([2, 0, 2], 4)]).toEqual([1, 0, 2, 0]);
  });
});

describe('a split', () => {
  test('by position takes the first part to learn from, as nanoGPT does', () => {
    const { train, validation } = splitByPosition(
      Int32Array.from({ length: 11 }, (_, i) => i),
      0.9,
    );
    expect([...train]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...validation]).toEqual([9, 10]);
  });

  test('by document keeps every document whole and loses none', () => {
    const ids = Int32Array.of(9, 1, 9, 2, 2, 9, 3, 9, 4, 4, 9, 5, 9); // five documents
    const { train, validation } = splitByDocument(ids, 9, 0.8, Random.fromSeed(1));
    const documents = (side: Int32Array) => side.join(' ').split('9').map((d) => d.trim()).filter(Boolean); // prettier-ignore
    expect(documents(validation)).toHaveLength(1);
    expect([...documents(train), ...documents(validation)].sort()).toEqual(['1', '2 2', '3', '4 4', '5']);
    expect([train[0], train.at(-1), validation[0], validation.at(-1)]).toEqual([9, 9, 9, 9]);
  });
});
