/**
 * Words, numbers, punctuation marks and line breaks are tokens, the most frequent first; spaces are implied. Whatever is rarer
 * than the vocabulary has room for is the unknown token.
 *
 * Decoding puts a space between two tokens, except around a line break, before a closing mark and after an opening one; so
 * text comes back with regular spacing, and encoding it again gives the same ids.
 */
import * as v from 'valibot';
import { chunkBounds } from '../chunks.ts';
import type { Steps } from '../steps.ts';
import { placeSpecial, specialFields } from './special-tokens.ts';
import {
  checkId,
  LIMITS,
  TokenizerError,
  type LearningProgress,
  type Tokenizer,
  type TokenizerKind,
} from './tokenizer.ts';
import {
  checkStored,
  storedVocabulary,
  storeVocabulary,
  vocabularyBytes,
  vocabularyOf,
  type Vocabulary,
} from './vocabulary.ts';

/** Letters and digits, joined inside by apostrophes or hyphens; a line break; or any other mark by itself. */
export const WORD_PATTERN = "[\\p{L}\\p{M}\\p{N}]+(?:['’-][\\p{L}\\p{M}\\p{N}]+)*|\\n|[^\\s\\p{L}\\p{M}\\p{N}]";

const words = new RegExp(WORD_PATTERN, 'gu');
const LONGEST_WORD = 256;
const MOST_DISTINCT = 2_000_000;
const noSpaceBefore = new Set('.,;:!?)]}%…’”'.split(''));
const noSpaceAfter = new Set('([{“‘'.split(''));

export const wordFields = {
  size: {
    label: 'Largest vocabulary',
    description: 'The most frequent words that get a token; all others are unknown.',
    initial: 8192,
    min: 2,
    max: LIMITS.tokens,
    isInteger: true,
    scale: 'logarithmic',
  },
  lowerCase: {
    label: 'Lower case',
    description: 'Treats The and the as one word.',
    initial: 1,
    min: 0,
    max: 1,
    isInteger: true,
    isSwitch: true,
  },
  ...specialFields,
} as const;

const schema = v.strictObject({ kind: v.literal('word'), lowerCase: v.boolean(), ...storedVocabulary });

export const word: TokenizerKind = {
  title: 'Words',
  description: 'Each word or punctuation mark is a token: short sequences, but rare words are unknown.',
  fields: wordFields,
  learn,
  fromJson: (stored) => {
    const { tokens, special, lowerCase } = checkStored(schema, stored, 'word');
    if (special.unknown === null) throw new TokenizerError('A word tokenizer needs an unknown token; this has none.');
    return wordTokenizer(vocabularyOf(tokens, special), special.unknown, lowerCase);
  },
};

function* learn(
  text: string,
  { size = wordFields.size.initial, lowerCase = 1, boundary = 0, mask = 0 }: Readonly<Record<string, number>>,
): Steps<LearningProgress, Tokenizer> {
  const counts = new Map<string, number>();
  for (const [start, end] of chunkBounds(text)) {
    for (const found of splitWords(text.slice(start, end), lowerCase === 1)) {
      if (found.length <= LONGEST_WORD) counts.set(found, (counts.get(found) ?? 0) + 1);
    }
    if (counts.size > MOST_DISTINCT) {
      throw new TokenizerError(
        `The text has more than ${MOST_DISTINCT} distinct words by character ${end}, so almost all would be unknown. ` +
          'Use byte pairs, or a shorter text.',
      );
    }
    yield { done: end / text.length, merge: null };
  }
  if (boundary) counts.delete('\n'); // a line break between documents is the end token's work
  if (counts.size === 0) {
    throw new TokenizerError('The text has no words: it is empty or white space only. Choose another text.');
  }
  const room = Math.max(1, size - 1 - boundary - mask);
  const kept = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, room);
  const special = placeSpecial(kept.length, { unknown: true, mask: mask === 1, boundary: boundary === 1 });
  return wordTokenizer(
    vocabularyOf(
      kept.map(([found]) => found),
      special,
    ),
    special.unknown!,
    lowerCase === 1,
  );
}

function* splitWords(text: string, lowerCase: boolean): Generator<string, void, void> {
  for (const [found] of (lowerCase ? text.toLowerCase() : text).matchAll(words)) yield found;
}

function wordTokenizer(vocabulary: Vocabulary, unknown: number, lowerCase: boolean): Tokenizer {
  const { size, texts, tokens, special, ids } = vocabulary;
  return {
    kind: 'word',
    size,
    tokens,
    special,
    encode: (text) => {
      const encoded: number[] = [];
      for (const found of splitWords(text, lowerCase)) encoded.push(ids.get(found) ?? unknown);
      return Int32Array.from(encoded);
    },
    decode: (encoded) => {
      const parts: string[] = [];
      let before = '\n';
      for (let i = 0; i < encoded.length; i++) {
        const id = encoded[i]!;
        checkId(id, size);
        const text = id === special.boundary ? '\n' : texts[id]!;
        const isJoined = before === '\n' || text === '\n' || noSpaceAfter.has(before) || noSpaceBefore.has(text);
        parts.push(isJoined ? text : ` ${text}`);
        before = text;
      }
      return parts.join('');
    },
    bytesOf: (id) => vocabularyBytes(vocabulary, id),
    toJson: () => ({ kind: 'word', lowerCase, ...storeVocabulary(vocabulary) }),
  };
}
