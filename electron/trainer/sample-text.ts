/** What one sample of a model in training is made of: texts that it writes, or a sentence of which it guesses hidden tokens. */
import type { TextSource } from '../../core/data/text-source.ts';
import { sampleOf } from '../../core/explain/language/typed-text.ts';
import { SPECIAL_TEXT } from '../../core/text/tokenizers/special-tokens.ts';
import { TokenizerError, type Tokenizer } from '../../core/text/tokenizers/tokenizer.ts';
import { encodeMasked, type WritingStart } from '../../core/text/writing-start.ts';
import { finish } from '../../core/text/steps.ts';
import { fillMasksInTurns } from '../../core/training/fill-masks.ts';
import type { Writer } from '../../core/training/writer.ts';

/** Tokens of one sample. */
const LENGTH = 120;
/** Short documents are written several of: one name says little. */
const MOST_DOCUMENTS = 12;
const SAMPLING = { temperature: 0.8, topK: 0, topP: 1, repetitionPenalty: 1 } as const;

/**
 * The ids of a sample, null where something else may be done in between. Of documents as many as there is room for, each from its
 * own start by the next seed: a model of short documents knows no text that is longer.
 */
export function* sampleTokens(
  writer: Writer,
  { prompt, stopAt }: WritingStart,
  seed: number,
): Generator<number | null, void, void> {
  const most = stopAt === null ? 1 : MOST_DOCUMENTS;
  let count = 0;
  for (let document = 0; document < most && count < LENGTH; document++) {
    if (document > 0) yield* prompt.slice(1); // its boundary ended the one before
    const request = { prompt, stopAt, most: LENGTH - count, sampling: SAMPLING, seed: seed + document };
    for (const token of writer.writeInTurns(request)) {
      if (token) count++;
      yield token ? token.id : null;
    }
  }
}

/** The text that the tokens of a sample make. */
export function* writtenSample(
  tokens: Generator<number | null, void, void>,
  tokenizer: Tokenizer,
): Generator<null, string, void> {
  const ids: number[] = [];
  for (const id of tokens) {
    if (id !== null) ids.push(id);
    yield null;
  }
  return tokenizer.decode(ids).replace(/\n$/, '');
}

/** A sentence with hidden tokens, always the same one, so that guesses can be compared from step to step. */
export interface MaskedSentence {
  readonly ids: readonly number[];
  /** The true token of each place; null where nobody knows it. */
  readonly truth: readonly (number | null)[];
}

const LONGEST_SENTENCE = 40;
/** One token in so many is hidden: about BERT's share. */
const HIDDEN_EVERY = 6;
const FIRST_HIDDEN = 2;

/**
 * @param text with `<mask>` where a token is hidden; without any, some are hidden here; empty = the beginning of what is learned
 * @throws TokenizerError when the vocabulary lacks something of the text, or it is longer than the model sees
 */
export function maskedSentence(
  source: TextSource,
  tokenizer: Tokenizer,
  context: number,
  text: string,
): MaskedSentence {
  const { mask } = tokenizer.special;
  const wanted = text === '' ? sampleOf(source, tokenizer, Math.min(context, LONGEST_SENTENCE)) : text;
  const ids = [...encodeMasked(tokenizer, wanted)];
  if (ids.length > context) {
    throw new TokenizerError(`The sentence has ${ids.length} tokens; this model sees ${context} at once. Shorten it.`);
  }
  if (wanted.includes(SPECIAL_TEXT.mask)) return { ids, truth: ids.map((id) => (id === mask ? null : id)) };
  const isHidden = (place: number): boolean =>
    place % HIDDEN_EVERY === Math.min(FIRST_HIDDEN, ids.length - 1) % HIDDEN_EVERY;
  return { ids: ids.map((id, place) => (isHidden(place) ? mask! : id)), truth: ids };
}

/** Candidates that are told of each hidden place. */
const CANDIDATES = 3;

/** The sentence with the likeliest tokens in each hidden place, ‹the likeliest first›, and how often that one is right. */
export const filledSentence = (writer: Writer, tokenizer: Tokenizer, sentence: MaskedSentence): string =>
  finish(fillingSentence(writer, tokenizer, sentence));

/** The same in short turns. */
export function* fillingSentence(
  writer: Writer,
  tokenizer: Tokenizer,
  { ids, truth }: MaskedSentence,
): Generator<null, string, void> {
  const { mask } = tokenizer.special;
  const places = yield* fillMasksInTurns(writer, ids, mask!, CANDIDATES);
  const guesses = new Map(places.map(({ position, candidates }) => [position, [...candidates.ids]]));
  const known = [...guesses].filter(([place]) => truth[place] !== null);
  const right = known.filter(([place, [likeliest]]) => truth[place] === likeliest).length;
  const told = known.length > 0 ? `\n${right} of ${known.length} right` : '';
  return `${withGuesses(tokenizer, ids, guesses)}${told}`;
}

/** By what each token adds to the text, so that spaces stand where they belong. */
function withGuesses(
  tokenizer: Tokenizer,
  ids: readonly number[],
  guesses: ReadonlyMap<number, readonly number[]>,
): string {
  const filled = ids.map((id, place) => guesses.get(place)?.[0] ?? id);
  let text = '';
  let before = '';
  for (let place = 0; place < filled.length; place++) {
    const until = tokenizer.decode(filled.slice(0, place + 1));
    const added = until.slice(before.length);
    const candidates = guesses.get(place);
    if (candidates) {
      const space = tokenizer.kind === 'word' ? /^\s*/.exec(added)![0] : ''; // implied there, a token elsewhere
      text += `${space}‹${candidates.map((id) => tokenizer.tokens[id]).join(' ')}›`;
    } else text += added;
    before = until;
  }
  return text;
}
