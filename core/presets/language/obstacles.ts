/** What stands in the way of making a language model of a text, as a sentence that says what to do; known before it is made. */
import type { Network } from '../../compile/compile.ts';
import { bytesFor, formatBytes } from '../../atlas/memory.ts';
import type { Tokenizer } from '../../text/tokenizers/tokenizer.ts';

export interface TextFacts {
  readonly name: string;
  /** Tokens of the whole text. */
  readonly tokenCount: number;
  /** Tokens of the vocabulary that stand for text. */
  readonly ordinaryTokens: number;
  /** Whether its documents, each from its own start, are learned; else windows of a running text. */
  readonly isDocuments: boolean;
  readonly hasMask: boolean;
}

/** Training takes 16 bytes each, and the window keeps as much again and half as much more. */
export const MOST_PARAMETERS = 25_000_000;

/** Tokens that stand for text. */
export const ordinaryTokens = ({ size, special }: Pick<Tokenizer, 'size' | 'special'>): number =>
  size - [special.unknown, special.mask, special.boundary].filter((id) => id !== null).length;

/** @param validationShare of a running text, held out at its end @returns null when nothing does */
export function modelObstacle(
  network: Network,
  { name, tokenCount, ordinaryTokens, isDocuments, hasMask }: TextFacts,
  isMasked: boolean,
  validationShare: number,
): string | null {
  const { parameterCount, text } = network;
  if (ordinaryTokens < 2) {
    return `"${name}" is one token again and again: there is nothing to guess. Choose a text with at least two different tokens.`;
  }
  if (isMasked && !hasMask) {
    return 'A model that guesses hidden tokens needs a mask token, and this vocabulary has none. Turn "Mask token" on in the Text part, or choose a model that guesses the next token.';
  }
  if (parameterCount > MOST_PARAMETERS) {
    const memory = formatBytes(bytesFor('trainFp32', parameterCount));
    return `${parameterCount} parameters take ${memory} to train, and more to show; up to ${MOST_PARAMETERS} can be trained here. Choose a smaller width, fewer layers, or a smaller vocabulary.`;
  }
  const learned = Math.floor((1 - validationShare) * tokenCount);
  if (!isDocuments && text && learned < text.context + 1) {
    return `"${name}" has ${learned} tokens to learn from (${tokenCount}, less what is held out), but this model sees ${text.context} at once and needs one more. Choose a longer text or a shorter context.`;
  }
  return null;
}
