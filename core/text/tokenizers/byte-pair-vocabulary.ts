/**
 * A byte-level byte-pair vocabulary as data, and the tokenizer that it makes. The 256 bytes are tokens, so nothing is unknown;
 * every merge joins two tokens into a longer one. Text is first split as GPT-2 does (a word with the space before it, a run
 * of digits, of marks, of white space), and no merge reaches across.
 *
 * @see Sennrich et al. 2016; Radford et al. 2019, section 2.2
 */
import * as v from 'valibot';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import { bytesToCharacters, charactersToBytes } from './byte-alphabet.ts';
import { decodeLossy, showBytes } from './lossy-utf8.ts';
import { mergePieces, pairKey, type MergeRule } from './merge-pieces.ts';
import { SPECIAL_TEXT, specialEntries, specialSchema } from './special-tokens.ts';
import { checkId, LIMITS, TokenizerError, showSpaces, type SpecialTokens, type Tokenizer } from './tokenizer.ts';
import { checkStored } from './vocabulary.ts';

/** GPT-2's split into pieces. */
export const PIECE_PATTERN = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** Cuts a text into pieces. */
export const pieces = new RegExp(PIECE_PATTERN, 'gu');

export interface BytePairVocabulary {
  /** Bytes of each token by id; null for a special one. */
  readonly bytes: readonly (Uint8Array | null)[];
  /** Pairs of ids in the order learned. */
  readonly merges: readonly (readonly [left: number, right: number])[];
  readonly special: SpecialTokens;
}

/** How many split pieces a tokenizer remembers: words come again and again. */
const REMEMBERED = 50_000;
const LONGEST_REMEMBERED = 64;

/** @throws TokenizerError when a byte has no token, or a merge makes no token of the vocabulary */
export function bytePairTokenizer(vocabulary: BytePairVocabulary): Tokenizer {
  const { bytes, merges, special } = vocabulary;
  const size = bytes.length;
  const idByCharacters = new Map<string, number>();
  bytes.forEach((token, id) => {
    if (token) idByCharacters.set(bytesToCharacters(token), id);
  });
  const byteIds = Array.from({ length: 256 }, (_, byte) => {
    const id = idByCharacters.get(bytesToCharacters(Uint8Array.of(byte)));
    if (id === undefined)
      throw new TokenizerError(`The vocabulary has no token for the byte ${byte}; all 256 are needed.`);
    return id;
  });
  const rules = mergeRules(vocabulary, idByCharacters);
  const specialText = new Map(specialEntries(special).map(([id, text]) => [id, text]));
  const names = bytes.map((token, id) => (token ? showSpaces(showBytes(token)) : (specialText.get(id) ?? `<${id}>`)));
  const remembered = new Map<string, readonly number[]>();

  const encodePiece = (piece: string): readonly number[] => {
    const known = remembered.get(piece);
    if (known) return known;
    const ids = mergePieces(
      Array.from(encodeUtf8(piece), (byte) => byteIds[byte]!),
      rules,
    );
    if (piece.length <= LONGEST_REMEMBERED && remembered.size < REMEMBERED) remembered.set(piece, ids);
    return ids;
  };

  return {
    kind: 'byte-pair',
    size,
    tokens: names,
    special,
    encode: (text) => {
      const encoded: number[] = [];
      for (const [piece] of text.matchAll(pieces)) {
        for (const id of encodePiece(piece)) encoded.push(id);
      }
      return Int32Array.from(encoded);
    },
    decode: (ids) => {
      const parts: Uint8Array[] = [];
      for (let i = 0; i < ids.length; i++) {
        const id = ids[i]!;
        checkId(id, size);
        parts.push(bytes[id] ?? encodeUtf8(id === special.boundary ? '\n' : names[id]!));
      }
      return decodeLossy(joined(parts), () => '\ufffd');
    },
    bytesOf: (id) => {
      checkId(id, size);
      return bytes[id] ?? new Uint8Array(0);
    },
    toJson: () => ({
      kind: 'byte-pair',
      tokens: bytes.map((token) => (token ? bytesToCharacters(token) : null)),
      merges,
      special,
    }),
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function mergeRules(
  { bytes, merges }: BytePairVocabulary,
  idByCharacters: ReadonlyMap<string, number>,
): Map<number, MergeRule> {
  const rules = new Map<number, MergeRule>();
  merges.forEach(([left, right], rank) => {
    const [first, second] = [bytes[left], bytes[right]];
    const token = first && second && idByCharacters.get(bytesToCharacters(joined([first, second])));
    if (token === undefined || token === null) {
      throw new TokenizerError(
        `Merge ${rank + 1} joins tokens ${left} and ${right} to something not in the vocabulary.`,
      );
    }
    if (!rules.has(pairKey(left, right))) rules.set(pairKey(left, right), { rank, token });
  });
  return rules;
}

const tokenId = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LIMITS.tokens - 1));
const schema = v.strictObject({
  kind: v.literal('byte-pair'),
  tokens: v.pipe(
    v.array(v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.tokenLength)))),
    v.maxLength(LIMITS.tokens),
  ),
  merges: v.pipe(v.array(v.tuple([tokenId, tokenId])), v.maxLength(LIMITS.tokens)),
  special: specialSchema,
});

/** @throws TokenizerError naming what is wrong */
export function readBytePair(stored: unknown): Tokenizer {
  const { tokens, merges, special } = checkStored(schema, stored, 'byte-pair');
  const seen = new Set<string>();
  const bytes = tokens.map((text, id) => {
    if (text === null) return null;
    const token = charactersToBytes(text);
    if (!token) throw new TokenizerError(`Token ${id} ("${text}") is not written in the byte alphabet.`);
    if (seen.has(text)) throw new TokenizerError(`Token ${id} ("${text}") occurs twice.`);
    seen.add(text);
    return token;
  });
  for (const [id, , name] of specialEntries(special)) {
    if (bytes[id] !== null)
      throw new TokenizerError(`The token ${SPECIAL_TEXT[name]} has the id ${id}, which is not free.`);
  }
  return bytePairTokenizer({ bytes, merges, special });
}
