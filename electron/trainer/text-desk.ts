/**
 * The text and the tokenizer that the person works with, in the training process: reading, learning and encoding run in slices
 * of a few milliseconds, so that messages are heard and training goes on between them. Starting one long work, or cancelling,
 * ends the one before; what it would have changed stays as it was.
 */
import { readTokenizerJson, writeTokenizerJson } from '../../core/formats/tokenizer-json.ts';
import {
  SHOWN_CHARACTERS,
  type TextProgress,
  type TextSummary,
  type TokenizerSummary,
} from '../../core/protocol/text-calls.ts';
import { splitSizes, type SplitSizes } from '../../core/data/text-split.ts';
import { SPLIT_SEED } from '../../core/presets/language/language-preset.ts';
import type { TokenizedText } from '../../core/presets/language/make-model.ts';
import { fieldProblem, initialSettings, type Fields } from '../../core/settings/field.ts';
import { loadCorpus } from '../../core/text/corpora/load-corpus.ts';
import { corpora, type CorpusName } from '../../core/text/corpora/registry.ts';
import { LARGEST_TEXT, tooLongAsUtf8 } from '../../core/text/decode-text.ts';
import { encodeInSteps, type TextLayout } from '../../core/text/encode-in-steps.ts';
import { readText } from '../../core/text/read-text.ts';
import { countTokens, measureText } from '../../core/text/statistics.ts';
import { finish, type Steps } from '../../core/text/steps.ts';
import { utf8OfText } from '../../core/text/utf8-in-steps.ts';
import { tokenizerKinds, type TokenizerName } from '../../core/text/tokenizers/registry.ts';
import { TokenizerError, type Merge, type Tokenizer } from '../../core/text/tokenizers/tokenizer.ts';

export interface Surroundings {
  /** Milliseconds, only ever growing. */
  readonly now: () => number;
  /** Calls back soon, after waiting messages have been handled. */
  readonly soon: (callback: () => void) => void;
  readonly sendProgress: (progress: TextProgress) => void;
  /** Bytes of a text as UTF-8; as many as a document holds unless said. */
  readonly mostBytes?: number;
}

const SLICE_MS = 8;
const PROGRESS_MS = 50;

/** Long work was given up, by the person or for newer work. */
export class TextCancelled extends Error {
  override readonly name = 'TextCancelled';

  constructor() {
    super('Cancelled. Nothing was changed.');
  }
}

interface OpenText {
  readonly name: string;
  readonly text: string;
  /** The same as UTF-8. */
  readonly utf8: Uint8Array;
  readonly layout: TextLayout;
}

export class TextDesk {
  readonly #surroundings: Surroundings;
  #text: OpenText | null = null;
  #tokenizer: Tokenizer | null = null;
  #ids: Int32Array | null = null;
  /** Grows with every work begun or cancelled; older work ends itself. */
  #work = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** What is there to train on; null before both a text and a tokenizer are chosen. */
  get tokenized(): TokenizedText | null {
    return this.#text && this.#tokenizer && this.#ids
      ? { ...this.#text, tokenizer: this.#tokenizer, ids: this.#ids }
      : null;
  }

  cancel(): void {
    this.#work++;
  }

  /** @param layout whether each line is a document; null = as the kind of file and its lines have it */
  async openText(
    name: string,
    bytes: Uint8Array,
    choice: string | null,
    layout: TextLayout | null = null,
  ): Promise<TextSummary> {
    const work = ++this.#work;
    const { text, ...rest } = await this.#run(work, 'reading', readText(name, bytes, choice, layout), shareOnly);
    return this.#take(work, { name, text, layout: rest.layout }, rest);
  }

  async openCorpus(name: CorpusName): Promise<TextSummary> {
    const work = ++this.#work;
    const text = await loadCorpus(name);
    const { title, layout } = corpora[name];
    return this.#take(work, { name: title, text, layout }, { choices: [], chosen: null, skipped: 0 });
  }

  async learn(kind: TokenizerName, given: Readonly<Record<string, number>>): Promise<TokenizerSummary> {
    const text = this.#opened;
    const fields: Fields = tokenizerKinds[kind].fields;
    const settings = { ...initialSettings(fields), ...given };
    for (const [key, field] of Object.entries(fields)) {
      const problem = fieldProblem(field, settings[key]!);
      if (problem) throw new TokenizerError(problem);
    }
    if (text.layout === 'continuous' && settings['boundary'] === 1) {
      throw new TokenizerError(
        `An end token stands between documents, but "${text.name}" is one running text. Take each of its lines as a document, or leave the end token off.`,
      );
    }
    const work = ++this.#work;
    const steps = tokenizerKinds[kind].learn(text.text, settings);
    const tokenizer = await this.#run(work, 'learning', steps, ({ done, merge }) => ({ done, merge }));
    return this.#adopt(work, text, tokenizer);
  }

  async importTokenizer(name: string, bytes: Uint8Array): Promise<TokenizerSummary> {
    const text = this.#opened;
    return this.#adopt(++this.#work, text, readTokenizerJson(name, bytes));
  }

  /**
   * Any text, which takes the place of nothing. Where lines are documents, the boundary stands between them.
   *
   * @throws TokenizerError when there is no tokenizer, or it has no token for something
   */
  tokenize(text: string): Int32Array {
    const tokenizer = this.#tokenizer;
    if (!tokenizer) throw new TokenizerError('There is no tokenizer yet. Learn one from a text first.');
    const { boundary } = tokenizer.special;
    if (boundary === null) return tokenizer.encode(text);
    const lines = text.split('\n').map((line) => [...tokenizer.encode(line)]);
    return Int32Array.from(lines.flatMap((ids, i) => (i === 0 ? ids : [boundary, ...ids])));
  }

  /** @returns null before a text is cut into tokens */
  split(validationShare: number): SplitSizes | null {
    const { tokenized } = this;
    if (!tokenized) return null;
    const { ids, layout, tokenizer } = tokenized;
    return splitSizes(ids, layout, tokenizer.special.boundary, validationShare, SPLIT_SEED);
  }

  exportTokenizer(): Uint8Array {
    if (!this.#tokenizer) throw new TokenizerError('There is no tokenizer to export yet. Learn one from a text first.');
    return writeTokenizerJson(this.#tokenizer);
  }

  get #opened(): OpenText {
    if (!this.#text) throw new TokenizerError('There is no text to learn from. Choose one first.');
    return this.#text;
  }

  async #take(
    work: number,
    text: Omit<OpenText, 'utf8'>,
    found: Pick<TextSummary, 'choices' | 'chosen' | 'skipped'>,
  ): Promise<TextSummary> {
    const { mostBytes = LARGEST_TEXT } = this.#surroundings;
    const utf8 = await this.#run(work, 'counting', utf8OfText(text.text), shareOnly);
    if (utf8.length > mostBytes) throw tooLongAsUtf8(text.name, utf8.length, mostBytes);
    const statistics = await this.#run(work, 'counting', measureText(text.text), shareOnly);
    this.#text = { ...text, utf8 };
    this.#ids = null;
    return { name: text.name, layout: text.layout, ...found, statistics };
  }

  async #adopt(work: number, text: OpenText, tokenizer: Tokenizer): Promise<TokenizerSummary> {
    const steps = encodeInSteps(tokenizer, text.text, text.layout);
    const ids = await this.#run(work, 'encoding', steps, shareOnly);
    const shown = beginningOf(text.text);
    const beginning = finish(encodeInSteps(tokenizer, shown, text.layout));
    this.#tokenizer = tokenizer;
    this.#ids = ids;
    return {
      kind: tokenizer.kind,
      size: tokenizer.size,
      tokens: tokenizer.tokens,
      special: tokenizer.special,
      bytes: Array.from({ length: tokenizer.size }, (_, id) => hexadecimal(tokenizer.bytesOf(id))),
      counts: countTokens(ids, tokenizer.size),
      tokenCount: ids.length,
      beginning,
      shownCharacters: shown.length,
    };
  }

  /** Runs work in slices. @throws TextCancelled when newer work began or it was cancelled */
  async #run<Progress, Result>(
    work: number,
    task: TextProgress['task'],
    steps: Steps<Progress, Result>,
    toShare: (progress: Progress) => { readonly done: number; readonly merge: Merge | null },
  ): Promise<Result> {
    const { now, soon, sendProgress } = this.#surroundings;
    let merges: Merge[] = [];
    let sentAt = now();
    for (;;) {
      if (work !== this.#work) throw new TextCancelled();
      const until = now() + SLICE_MS;
      let done: number;
      do {
        const step = steps.next();
        if (step.done) {
          sendProgress({ task, done: 1, merges });
          return step.value;
        }
        const share = toShare(step.value);
        done = share.done;
        if (share.merge) merges.push(share.merge);
      } while (now() < until);
      if (now() - sentAt >= PROGRESS_MS) {
        sendProgress({ task, done, merges });
        merges = [];
        sentAt = now();
      }
      await new Promise<void>((resolve) => soon(resolve));
    }
  }
}

const shareOnly = (done: number): { done: number; merge: null } => ({ done, merge: null });

/** Up to the last white space before the limit, so that no token is cut. */
function beginningOf(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  const cut = text.lastIndexOf('\n', SHOWN_CHARACTERS);
  const space = cut > SHOWN_CHARACTERS / 2 ? cut + 1 : text.lastIndexOf(' ', SHOWN_CHARACTERS);
  return text.slice(0, space > 0 ? space : SHOWN_CHARACTERS).toWellFormed();
}

const hexadecimal = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
