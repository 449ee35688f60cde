/**
 * A tokenizer cuts text into tokens and numbers them, because a network reads numbers. What it has learned is plain data that
 * never changes afterwards; its functions are pure.
 */
import type { Fields } from '../../settings/field.ts';
import type { Steps } from '../steps.ts';

/** Ids of tokens that stand for no text; null where the vocabulary has none. `encode` gives only `unknown`. */
export interface SpecialTokens {
  /** Whatever is not in the vocabulary. */
  readonly unknown: number | null;
  /** A hidden token that a masked model has to guess. */
  readonly mask: number | null;
  /** Between documents: where one ends and the next begins. */
  readonly boundary: number | null;
}

export interface Tokenizer {
  readonly kind: 'character' | 'word' | 'byte-pair';
  /** Tokens in the vocabulary, V. */
  readonly size: number;
  /** How each token is shown, by id: white space made visible, bytes that are not a character as ⟨E2⟩. */
  readonly tokens: readonly string[];
  readonly special: SpecialTokens;
  /**
   * @returns ids, each from 0 to size - 1
   * @throws UnknownTokenError when something is not in the vocabulary and there is no unknown token
   */
  readonly encode: (text: string) => Int32Array;
  /**
   * The text that these ids stand for. A boundary becomes a new line; unknown and mask are written by their names. Bytes that
   * are no UTF-8 together become U+FFFD.
   *
   * @throws RangeError when an id is not in the vocabulary
   */
  readonly decode: (ids: ArrayLike<number>) => string;
  /** What a token stands for, as UTF-8; empty for a special one. A byte-pair token may be a part of a character. */
  readonly bytesOf: (id: number) => Uint8Array;
  /** Plain data for a project file; `tokenizerFromJson` of the registry reads it. */
  readonly toJson: () => StoredTokenizer;
}

/** Whatever a kind needs to be built again; each kind checks its own. */
export type StoredTokenizer = { readonly kind: Tokenizer['kind'] } & Readonly<Record<string, unknown>>;

/** One merge of two tokens into a new one, for kinds that learn by merging. */
export interface Merge {
  readonly left: string;
  readonly right: string;
  readonly token: string;
  /** How often the pair occurred in the text at that moment. */
  readonly count: number;
}

export interface LearningProgress {
  /** From 0 to 1. */
  readonly done: number;
  readonly merge: Merge | null;
}

/** One way to make a vocabulary from a text. Adding one is one file and one line in the registry. */
export interface TokenizerKind {
  readonly title: string;
  /** One sentence: what its tokens are and what that is good for. */
  readonly description: string;
  readonly fields: Fields;
  /**
   * Learns the vocabulary of a text, piece by piece.
   *
   * @throws TokenizerError when this text cannot give a vocabulary
   */
  readonly learn: (text: string, settings: Readonly<Record<string, number>>) => Steps<LearningProgress, Tokenizer>;
  /** @throws TokenizerError when the stored data is not a vocabulary of this kind */
  readonly fromJson: (stored: unknown) => Tokenizer;
}

/** A vocabulary that cannot be made or read; the message is written for the person. */
export class TokenizerError extends Error {
  override readonly name: string = 'TokenizerError';
}

/** Text that this vocabulary has no token for. */
export class UnknownTokenError extends TokenizerError {
  override readonly name = 'UnknownTokenError';
}

/** Limits that keep a hostile file from taking all memory. */
export const LIMITS = { tokens: 65_536, tokenLength: 1024 } as const;

const visibleSpace: Readonly<Record<string, string>> = { ' ': '·', '\n': '↵', '\t': '⇥', '\r': '␍' };

/** White space as marks that can be seen. */
export function showSpaces(text: string): string {
  return text.replace(/[ \n\t\r]/g, (space) => visibleSpace[space]!);
}

/** @throws RangeError naming the id and the size */
export function checkId(id: number, size: number): void {
  if (!Number.isInteger(id) || id < 0 || id >= size) {
    throw new RangeError(`token ${id} is not in this vocabulary of ${size} tokens (0 to ${size - 1})`);
  }
}
