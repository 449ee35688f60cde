/** What a text holds, in numbers. How it is divided between learning and testing is `data/text-split.ts`. */
import { chunkBounds } from './chunks.ts';
import type { Steps } from './steps.ts';

export interface Counted {
  readonly text: string;
  readonly count: number;
}

export interface TextStatistics {
  /** Unicode code points. */
  readonly characters: number;
  /** Runs of characters that are not white space. */
  readonly words: number;
  /** Line breaks, and one more when the text does not end with one. */
  readonly lines: number;
  readonly distinctCharacters: number;
  /** null when there were too many to count. */
  readonly distinctWords: number | null;
  /** The ten most frequent, the earlier in the alphabet first when equal; words are empty when there were too many. */
  readonly frequentCharacters: readonly Counted[];
  readonly frequentWords: readonly Counted[];
}

/** Above this many, distinct words are no longer counted. */
export const MOST_DISTINCT_WORDS = 2_000_000;
const MOST_FREQUENT = 10;

/** @yields the share done, from 0 to 1 */
export function* measureText(text: string): Steps<number, TextStatistics> {
  const characterCounts = new Map<number, number>();
  let wordCounts: Map<string, number> | null = new Map();
  let characters = 0;
  let words = 0;
  let lines = 0;
  for (const [start, end] of chunkBounds(text)) {
    const chunk = text.slice(start, end);
    for (const character of chunk) {
      const code = character.codePointAt(0)!;
      characters++;
      if (code === 10) lines++;
      characterCounts.set(code, (characterCounts.get(code) ?? 0) + 1);
    }
    for (const [word] of chunk.matchAll(/\S+/gu)) {
      words++;
      wordCounts?.set(word, (wordCounts.get(word) ?? 0) + 1);
    }
    if (wordCounts && wordCounts.size > MOST_DISTINCT_WORDS) wordCounts = null;
    yield end / text.length;
  }
  return {
    characters,
    words,
    lines: lines + (text === '' || text.endsWith('\n') ? 0 : 1),
    distinctCharacters: characterCounts.size,
    distinctWords: wordCounts?.size ?? null,
    frequentCharacters: mostFrequent([...characterCounts].map(([code, n]) => [String.fromCodePoint(code), n])),
    frequentWords: wordCounts ? mostFrequent([...wordCounts]) : [],
  };
}

function mostFrequent(counts: readonly (readonly [string, number])[]): Counted[] {
  return counts
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_FREQUENT)
    .map(([text, count]) => ({ text, count }));
}

/** How often each token of a vocabulary occurs. @returns [V] */
export function countTokens(ids: ArrayLike<number>, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (let i = 0; i < ids.length; i++) counts[ids[i]!]!++;
  return counts;
}
