/**
 * A text that a language model learns from, as part of a document: complete, so that a project needs nothing beside itself, and as
 * bytes, which whoever only passes it on never reads.
 */
import { encodeInSteps, type TextLayout } from '../text/encode-in-steps.ts';
import { finish, type Steps } from '../text/steps.ts';
import { tokenizerFromJson } from '../text/tokenizers/registry.ts';
import { TokenizerError, type StoredTokenizer, type Tokenizer } from '../text/tokenizers/tokenizer.ts';
import { Random } from '../tensor/random.ts';
import { textOfUtf8 } from '../text/utf8-in-steps.ts';
import { FileError } from './file-error.ts';

/** `next`: every position guesses the token after it (GPT). `masked`: hidden tokens are guessed from both sides (BERT). */
export type TextObjective = 'next' | 'masked';

export interface TextSource {
  readonly kind: 'text';
  readonly name: string;
  /** As UTF-8; never written to. */
  readonly utf8: Uint8Array;
  readonly layout: TextLayout;
  readonly objective: TextObjective;
  readonly tokenizer: StoredTokenizer;
}

/** What is known of a text without reading it. */
export interface TextFacts {
  readonly name: string;
  readonly objective: TextObjective;
  /** Different tokens. */
  readonly vocabulary: number;
}

/** The text as numbers, parted into what is learned and what is held out. */
export interface TextExamples extends TextFacts {
  /** Of the whole text. */
  readonly ids: Int32Array;
  /** Id of the token that hides another; null where none does. */
  readonly mask: number | null;
  /**
   * Places in `ids` where documents begin, each with a boundary; null for running text, of which the part before `heldOutFrom`
   * is learned.
   */
  readonly documents: { readonly training: Uint32Array; readonly validation: Uint32Array } | null;
  readonly heldOutFrom: number;
}

/** Share of the way from a text to its tokens at which its bytes are characters. */
const DECODING = 0.1;
/** Text beyond this takes more memory than a small machine has. */
const MOST_TOKENS = 200_000_000;

/** @throws FileError when nothing can be learned from the text, or its tokens are not in the vocabulary */
export const prepareText = (source: TextSource, validationShare: number, splitSeed: number): TextExamples =>
  finish(prepareTextInSteps(source, validationShare, splitSeed));

/**
 * The same in pieces.
 *
 * @param known its tokens, where it has been cut before
 * @yields the share done, from 0 to 1
 * @throws FileError as `prepareText`
 */
export function* prepareTextInSteps(
  source: TextSource,
  validationShare: number,
  splitSeed: number,
  known: Int32Array | null = null,
): Steps<number, TextExamples> {
  const { name, layout, objective } = source;
  const tokenizer = openTokenizer(source);
  const { boundary, mask } = tokenizer.special;
  if (objective === 'masked' && mask === null) {
    throw new FileError('A masked model needs a mask token, and this vocabulary has none. Learn the vocabulary again.');
  }
  const ids = known ?? (yield* encode(tokenizer, source));
  if (ids.length < 2) {
    throw new FileError(`"${name}" has ${ids.length} tokens; at least 2 are needed. Choose a longer text.`);
  }
  if (ids.length > MOST_TOKENS) {
    throw new FileError(`"${name}" has ${ids.length} tokens; up to ${MOST_TOKENS} can be learned. Take a part of it.`);
  }
  const documents =
    layout === 'lines' && boundary !== null ? splitDocuments(ids, boundary, validationShare, splitSeed) : null;
  const heldOutFrom = Math.floor((1 - validationShare) * ids.length);
  return { name, objective, vocabulary: tokenizer.size, ids, mask, documents, heldOutFrom };
}

/** Quick however long the text is. @throws FileError when the stored tokenizer is none */
export function textFacts(source: TextSource): TextFacts {
  const { name, objective } = source;
  return { name, objective, vocabulary: openTokenizer(source).size };
}

/** @throws FileError when the stored tokenizer is none */
export function openTokenizer({ tokenizer }: TextSource): Tokenizer {
  return orFileError(() => tokenizerFromJson(tokenizer));
}

function* encode(tokenizer: Tokenizer, { utf8, layout, name }: TextSource): Steps<number, Int32Array> {
  try {
    const text = yield* scaled(textOfUtf8(utf8), 0, DECODING);
    return yield* scaled(encodeInSteps(tokenizer, text, layout), DECODING, 1 - DECODING);
  } catch (error) {
    if (error instanceof TokenizerError) throw new FileError(`"${name}" does not fit the vocabulary. ${error.message}`);
    throw error;
  }
}

/** Places where documents begin, drawn by a seed into those to learn and those held out: at least one is learned. */
export function splitDocuments(
  ids: Int32Array,
  boundary: number,
  share: number,
  seed: number,
): { readonly training: Uint32Array; readonly validation: Uint32Array } {
  const starts: number[] = [];
  for (let i = 0; i < ids.length - 1; i++) if (ids[i] === boundary) starts.push(i);
  const order = Uint32Array.from(starts);
  Random.fromSeed(seed).shuffle(order);
  const held = Math.min(order.length - 1, Math.round(order.length * share));
  return { validation: order.slice(0, held).sort(), training: order.slice(held).sort() };
}

function* scaled<Result>(work: Steps<number, Result>, from: number, share: number): Steps<number, Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    yield from + value * share;
  }
}

function orFileError<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TokenizerError) throw new FileError(error.message);
    throw error;
  }
}
