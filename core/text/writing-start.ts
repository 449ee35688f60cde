/** What a language model goes on from, as the window and the command line both take it. */
import type { TextLayout } from './encode-in-steps.ts';
import { SPECIAL_TEXT } from './tokenizers/special-tokens.ts';
import { TokenizerError, type Tokenizer } from './tokenizers/tokenizer.ts';

export interface WritingStart {
  /** At least one token. */
  readonly prompt: readonly number[];
  /** Where a text of this kind ends by itself; null = nowhere. */
  readonly stopAt: number | null;
}

/**
 * Documents, one a line, begin and end with a boundary; running text begins with a new line, where there is one, and has no end.
 *
 * @throws TokenizerError when the vocabulary lacks something of the text
 */
export function writingStart(layout: TextLayout, tokenizer: Tokenizer, text: string): WritingStart {
  const { boundary } = tokenizer.special;
  const given = text === '' ? [] : [...tokenizer.encode(text)];
  if (layout === 'lines' && boundary !== null) return { prompt: [boundary, ...given], stopAt: boundary };
  if (given.length > 0) return { prompt: given, stopAt: null };
  return { prompt: [Math.max(0, tokenizer.tokens.indexOf('↵'))], stopAt: null };
}

/**
 * A sentence for a masked model, in which `<mask>` stands for a hidden token.
 *
 * @throws TokenizerError when the vocabulary lacks something of the text, or has no mask
 */
export function encodeMasked(tokenizer: Tokenizer, text: string): Int32Array {
  const { mask } = tokenizer.special;
  if (mask === null) throw new TokenizerError('This vocabulary has no mask token, so nothing can be hidden.');
  const ids = text
    .split(SPECIAL_TEXT.mask)
    .flatMap((part, i) => [...(i > 0 ? [mask] : []), ...(part === '' ? [] : tokenizer.encode(part))]);
  return Int32Array.from(ids);
}

/** A text as people read it: without the boundaries at its beginning and end. */
export function writtenText(tokenizer: Tokenizer, ids: readonly number[]): string {
  const { boundary } = tokenizer.special;
  return tokenizer.decode(ids.filter((id) => id !== boundary));
}
