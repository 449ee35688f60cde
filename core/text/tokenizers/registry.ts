/** Every way to cut text into tokens: a new one is one file and one line here. */
import { finish } from '../steps.ts';
import { bytePair } from './byte-pair.ts';
import { character } from './character.ts';
import { TokenizerError, type LearningProgress, type Tokenizer, type TokenizerKind } from './tokenizer.ts';
import { word } from './word.ts';

export const tokenizerKinds = {
  character,
  word,
  'byte-pair': bytePair,
} as const satisfies Record<Tokenizer['kind'], TokenizerKind>;

export type TokenizerName = keyof typeof tokenizerKinds;

export const isTokenizerName = (name: unknown): name is TokenizerName =>
  typeof name === 'string' && Object.hasOwn(tokenizerKinds, name);

/**
 * Learns a vocabulary at once; `tokenizerKinds[kind].learn` is the same in pieces. Settings that are left out have their
 * initial values.
 *
 * @throws TokenizerError when this text cannot give a vocabulary
 */
export function trainTokenizer(
  kind: TokenizerName,
  text: string,
  settings: Readonly<Record<string, number>> = {},
  onProgress?: (progress: LearningProgress) => void,
): Tokenizer {
  return finish(tokenizerKinds[kind].learn(text, settings), onProgress);
}

/** @throws TokenizerError when it is not a tokenizer that this app has stored */
export function tokenizerFromJson(stored: unknown): Tokenizer {
  const kind: unknown = typeof stored === 'object' && stored !== null && 'kind' in stored ? stored.kind : undefined;
  if (!isTokenizerName(kind)) {
    const known = Object.keys(tokenizerKinds).join(', ');
    throw new TokenizerError(`The stored tokenizer is of kind ${JSON.stringify(kind) ?? 'none'}; known are: ${known}.`);
  }
  return tokenizerKinds[kind].fromJson(stored);
}
