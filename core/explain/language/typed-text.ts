/** A text that a person types to look into a model, as the model reads it: by its own tokenizer, laid out as what it learned from. */
import type { TextSource } from '../../data/text-source.ts';
import { encodeInSteps } from '../../text/encode-in-steps.ts';
import { finish } from '../../text/steps.ts';
import { beginningOfUtf8, isInsidePair } from '../../text/utf8-in-steps.ts';
import { TokenizerError, type Tokenizer } from '../../text/tokenizers/tokenizer.ts';

export interface TypedText {
  /** What is read: with the mask where a token is hidden. */
  readonly ids: Int32Array;
  /** The true token of each position: the next one, or for a masked model the one that stands there. -1 where there is none. */
  readonly targets: Int32Array;
}

/** A sample is about this long. */
const SAMPLE_TOKENS = 40;
const SAMPLE_CHARACTERS = 2000;

/**
 * Where lines are documents, the boundary stands before each; after the last one only when the text ends its line. The token
 * that would come after the last is then still known: the boundary.
 *
 * @param hidden positions at which the mask stands
 * @throws TokenizerError when something is not in the vocabulary
 */
export function typedText(
  source: TextSource,
  tokenizer: Tokenizer,
  text: string,
  hidden: readonly number[],
): TypedText {
  const all = finish(encodeInSteps(tokenizer, text, source.layout));
  const { boundary, mask } = tokenizer.special;
  const isLines = source.layout === 'lines' && boundary !== null;
  const isOpen = isLines && all.length > 1 && !text.endsWith('\n');
  const ids = isOpen ? all.slice(0, -1) : all;
  if (source.objective === 'masked') {
    if (hidden.length > 0 && mask === null) throw new TokenizerError('This vocabulary has no token that hides others.');
    const read = ids.slice();
    for (const at of hidden) if (at < read.length) read[at] = mask!;
    return { ids: read, targets: ids };
  }
  const targets = Int32Array.from(ids, (_, i) => all[i + 1] ?? -1);
  return { ids, targets };
}

/** The beginning of what the model learns from: the first document, or some tokens that end with a whole word. */
export function sampleOf({ utf8, layout }: TextSource, tokenizer: Tokenizer, longest: number): string {
  const beginning = beginningOfUtf8(utf8, SAMPLE_CHARACTERS);
  if (layout === 'lines') {
    const line =
      beginning
        .split('\n')
        .find((one) => one.trim() !== '')
        ?.trimEnd() ?? '';
    return fits(tokenizer, line, longest - 1);
  }
  return fits(tokenizer, beginning.trimStart(), Math.min(longest, SAMPLE_TOKENS)).trimEnd();
}

/** As much of the text in whole characters as `most` tokens hold, up to a space where there is one. */
function fits(tokenizer: Tokenizer, text: string, most: number): string {
  const upTo = (place: number): string => text.slice(0, isInsidePair(text, place) ? place - 1 : place);
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tokenizer.encode(upTo(middle)).length <= most) low = middle;
    else high = middle - 1;
  }
  if (low === text.length) return text;
  const space = text.lastIndexOf(' ', low);
  return upTo(space > 0 ? space : low);
}
