/**
 * Numbered pieces of text: what the character and the word tokenizer have in common. Ordinary tokens are numbered first, in
 * the order given; the special tokens have the ids that follow, or, in a file from elsewhere, any others.
 */
import * as v from 'valibot';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import { specialEntries, specialSchema } from './special-tokens.ts';
import { checkId, LIMITS, TokenizerError, showSpaces, type SpecialTokens } from './tokenizer.ts';

export interface Vocabulary {
  readonly size: number;
  /** The text of each token, by id; the name of a special one. */
  readonly texts: readonly string[];
  readonly tokens: readonly string[];
  readonly special: SpecialTokens;
  /** Ids of ordinary tokens by their text. */
  readonly ids: ReadonlyMap<string, number>;
}

/** @throws TokenizerError when a token is empty, occurs twice, or two things have the same id */
export function vocabularyOf(ordinary: readonly string[], special: SpecialTokens): Vocabulary {
  const named = specialEntries(special);
  const size = ordinary.length + named.length;
  if (size > LIMITS.tokens) {
    throw new TokenizerError(`The vocabulary has ${size} tokens; up to ${LIMITS.tokens} can be used. Make it smaller.`);
  }
  const texts = new Array<string | undefined>(size).fill(undefined);
  for (const [id, text] of named) {
    if (id >= size || texts[id] !== undefined) {
      throw new TokenizerError(`The special token ${text} has the id ${id}, which is not free among ${size} tokens.`);
    }
    texts[id] = text;
  }
  const ids = new Map<string, number>();
  let at = 0;
  for (const text of ordinary) {
    while (texts[at] !== undefined) at++;
    if (text === '' || ids.has(text)) {
      throw new TokenizerError(`Token ${at} ${text === '' ? 'is empty' : `("${showSpaces(text)}") occurs twice`}.`);
    }
    texts[at] = text;
    ids.set(text, at);
  }
  const known = texts as string[];
  return { size, texts: known, tokens: known.map(showSpaces), special, ids };
}

/** @throws RangeError when the id is not in the vocabulary */
export function vocabularyBytes({ size, texts, ids }: Vocabulary, id: number): Uint8Array {
  checkId(id, size);
  return ids.get(texts[id]!) === id ? encodeUtf8(texts[id]!) : new Uint8Array(0);
}

const tokenText = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.tokenLength));

/** How a vocabulary stands in a file: the ordinary tokens in the order of their ids, and the ids of the special ones. */
export const storedVocabulary = {
  tokens: v.pipe(v.array(tokenText), v.maxLength(LIMITS.tokens)),
  special: specialSchema,
};

export function storeVocabulary({ ids, special }: Vocabulary): { tokens: readonly string[]; special: SpecialTokens } {
  return { tokens: [...ids.keys()], special };
}

/** @throws TokenizerError naming the place that is not as it should be */
export function checkStored<Schema extends v.GenericSchema>(
  schema: Schema,
  stored: unknown,
  title: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, stored);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = (issue.path ?? []).map(({ key }) => String(key)).join('.');
  throw new TokenizerError(`This is not a stored ${title} tokenizer: ${path || 'the whole'}: ${issue.message}`);
}
