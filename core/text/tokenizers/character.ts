/**
 * Every character (Unicode code point) is a token, numbered in the order of code points, as in nanoGPT's character models.
 * The vocabulary is small and nothing is ever cut wrongly; in exchange a model has to learn spelling first.
 */
import * as v from 'valibot';
import { chunkBounds } from '../chunks.ts';
import type { Steps } from '../steps.ts';
import { placeSpecial, specialFields, unknownField } from './special-tokens.ts';
import {
  checkId,
  LIMITS,
  TokenizerError,
  UnknownTokenError,
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

export const characterFields = {
  size: {
    label: 'Largest vocabulary',
    description: 'When the text has more characters than this, the rarest become the unknown token.',
    initial: 4096,
    min: 2,
    max: LIMITS.tokens,
    isInteger: true,
    scale: 'logarithmic',
  },
  unknown: unknownField,
  ...specialFields,
} as const;

const schema = v.strictObject({ kind: v.literal('character'), ...storedVocabulary });

export const character: TokenizerKind = {
  title: 'Characters',
  description: 'Each character is a token: a small vocabulary, but the model must learn to spell.',
  fields: characterFields,
  learn,
  fromJson: (stored) => {
    const { tokens, special } = checkStored(schema, stored, 'character');
    const long = tokens.find((token) => [...token].length !== 1);
    if (long !== undefined) throw new TokenizerError(`"${long}" is not one character.`);
    return characterTokenizer(vocabularyOf(tokens, special));
  },
};

function* learn(
  text: string,
  { size = characterFields.size.initial, unknown = 0, boundary = 0, mask = 0 }: Readonly<Record<string, number>>,
): Steps<LearningProgress, Tokenizer> {
  if (text === '') throw new TokenizerError('The text is empty: there are no characters to number. Choose a text.');
  const counts = new Map<number, number>();
  for (const [start, end] of chunkBounds(text)) {
    for (let i = start; i < end; i++) {
      const code = text.codePointAt(i)!;
      if (code > 0xffff) i++;
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    yield { done: end / text.length, merge: null };
  }
  // A line break between documents is the end token's work.
  if (boundary) counts.delete(10);
  const room = size - boundary - mask - unknown;
  const isCut = counts.size > room;
  const keptCount = isCut ? Math.max(1, size - boundary - mask - 1) : counts.size;
  const byCount = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, keptCount);
  const codes = byCount.map(([code]) => code).sort((a, b) => a - b);
  const special = placeSpecial(codes.length, {
    unknown: unknown === 1 || isCut,
    mask: mask === 1,
    boundary: boundary === 1,
  });
  return characterTokenizer(
    vocabularyOf(
      codes.map((code) => String.fromCodePoint(code)),
      special,
    ),
  );
}

function characterTokenizer(vocabulary: Vocabulary): Tokenizer {
  const { size, texts, tokens, special, ids } = vocabulary;
  const idByCode = new Map([...ids].map(([text, id]) => [text.codePointAt(0)!, id]));
  return {
    kind: 'character',
    size,
    tokens,
    special,
    encode: (text) => {
      const encoded = new Int32Array(text.length);
      let length = 0;
      for (let i = 0; i < text.length; i++) {
        const code = text.codePointAt(i)!;
        const id = idByCode.get(code) ?? special.unknown;
        if (id === null) throw unknownCharacter(code, i, size);
        encoded[length++] = id;
        if (code > 0xffff) i++;
      }
      return encoded.slice(0, length);
    },
    decode: (encoded) => {
      const parts: string[] = [];
      for (let i = 0; i < encoded.length; i++) {
        const id = encoded[i]!;
        checkId(id, size);
        parts.push(id === special.boundary ? '\n' : texts[id]!);
      }
      return parts.join('');
    },
    bytesOf: (id) => vocabularyBytes(vocabulary, id),
    toJson: () => ({ kind: 'character', ...storeVocabulary(vocabulary) }),
  };
}

function unknownCharacter(code: number, at: number, size: number): UnknownTokenError {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const shown = code < 32 || (code >= 0xd800 && code < 0xe000) ? name : `"${String.fromCodePoint(code)}" (${name})`;
  return new UnknownTokenError(
    `The character ${shown} at position ${at} is not among the ${size} that this tokenizer has learned. ` +
      'Leave it out, or learn a vocabulary with an unknown token.',
  );
}
