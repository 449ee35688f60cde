import { describe, expect, test } from 'vitest';
import { countTokens, measureText } from './statistics.ts';
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
