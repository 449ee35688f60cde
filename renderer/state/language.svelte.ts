/**
 * The text and the tokenizer of the Language place, as the page sees them: what is open, what was learned, how far long work
 * is. The training process holds text and ids; this asks it and keeps its answers.
 */
import type { TextProgress, TextSummary, TokenizerSummary } from '../../core/protocol/text-calls.ts';
import { initialSettings } from '../../core/settings/field.ts';
import { concernsAbout } from '../../core/text/concerns.ts';
import type { CorpusName } from '../../core/text/corpora/registry.ts';
import { LARGEST_TEXT } from '../../core/text/decode-text.ts';
import { tokenizerKinds, type TokenizerName } from '../../core/text/tokenizers/registry.ts';
import type { Merge } from '../../core/text/tokenizers/tokenizer.ts';
import { host } from '../platform/host.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import type { Notices } from './notices.svelte.ts';

type Settings = Readonly<Record<string, number>>;

const FIRST_CORPUS: CorpusName = 'first-names';
const MERGES_SHOWN = 200;
const MEGABYTE = 2 ** 20;

export class Language {
  text = $state.raw<TextSummary | null>(null);
  /** Which of the texts that come with the app is open; null for the person's own. */
  corpus = $state<CorpusName | null>(null);
  /** The text that comes with the app and is being opened; null when none is. */
  opening = $state<CorpusName | null>(null);
  tokenizer = $state.raw<TokenizerSummary | null>(null);
  kind = $state<TokenizerName>('character');
  settings = $state.raw<Readonly<Record<TokenizerName, Settings>>>({
    character: initialSettings(tokenizerKinds.character.fields),
    word: initialSettings(tokenizerKinds.word.fields),
    'byte-pair': initialSettings(tokenizerKinds['byte-pair'].fields),
  });
  /** null when no long work is under way. */
  progress = $state.raw<TextProgress | null>(null);
  /** The last merges learned, newest first, and how many there were. */
  merges = $state.raw<readonly Merge[]>([]);
  mergeCount = $state(0);
  /** What was wrong with the last thing asked for; shown beside the text until the next. */
  problem = $state<string | null>(null);

  readonly #notices: Notices;
  #client: TrainerClient | null = null;
  readonly #first = Promise.withResolvers<void>();
  /** The person's own text as it was read, kept to choose another column or field of it, and for a process that has lost it. */
  #file: { readonly name: string; readonly bytes: Uint8Array; readonly choice: string | null } | null = null;
  /** The tokenizer's file where it was not learned here. */
  #imported: { readonly name: string; readonly bytes: Uint8Array } | null = null;
  #isStarted = false;
  /** Texts being opened: a tokenizer is learned next, with whatever is chosen by then. */
  #openings = 0;
  /** Long works that wait for an answer. */
  #waiting = 0;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  readonly concerns = $derived.by((): readonly string[] => {
    const { text, tokenizer } = this;
    if (!text || !tokenizer) return [];
    const { unknown, mask, boundary } = tokenizer.special;
    const specialCount = [unknown, mask, boundary].filter((id) => id !== null).length;
    return concernsAbout({
      ordinaryTokens: tokenizer.size - specialCount,
      tokenCount: tokenizer.tokenCount,
      unknownCount: unknown === null ? 0 : tokenizer.counts[unknown]!,
      distinctWords: text.statistics.distinctWords,
      isWord: tokenizer.kind === 'word',
    });
  });

  get isBusy(): boolean {
    return this.progress !== null;
  }

  /** A training process is there; after a crash it has lost text and tokenizer. */
  attach(client: TrainerClient): void {
    const isAgain = this.#client !== null;
    this.#client = client;
    client.onTextProgress((progress) => this.#receive(progress));
    this.#first.resolve();
    if (isAgain && this.text) void this.#openAgain();
  }

  async #openAgain(): Promise<void> {
    const imported = this.#imported;
    if (this.corpus) await this.openCorpus(this.corpus);
    else if (this.#file) await this.take(this.#file.name, this.#file.bytes, this.#file.choice);
    if (imported) await this.importTokenizer(imported.name, imported.bytes);
  }

  /** Something to see when the place is first entered. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    void this.openCorpus(FIRST_CORPUS);
  }

  async openCorpus(name: CorpusName): Promise<void> {
    this.opening = name;
    await this.#open((client) => client.openCorpus({ name }), name);
    if (this.opening === name) this.opening = null;
  }

  async open(): Promise<void> {
    try {
      const opened = await host.openFile({ kind: 'text' });
      if (opened) await this.take(opened.name, opened.bytes);
    } catch (error) {
      this.#notices.problem(error instanceof Error ? error.message : String(error));
    }
  }

  async takeDropped(file: File): Promise<void> {
    if (file.size > LARGEST_TEXT) {
      const size = Math.ceil(file.size / MEGABYTE);
      this.problem = `"${file.name}" is ${size} MB; up to ${LARGEST_TEXT / MEGABYTE} MB can be read. Take a part of it.`;
      return;
    }
    await this.take(file.name, new Uint8Array(await file.arrayBuffer()));
  }

  /** A file of text, or a tokenizer. */
  async take(name: string, bytes: Uint8Array, choice: string | null = null): Promise<void> {
    if (/\.json$/i.test(name)) return this.importTokenizer(name, bytes);
    this.opening = null;
    const text = await this.#open((client) => client.openText({ name, bytes, choice }), null);
    if (text) this.#file = { name, bytes, choice };
  }

  async paste(text: string): Promise<void> {
    await this.take('Pasted text', new TextEncoder().encode(text));
  }

  async choose(choice: string): Promise<void> {
    if (this.#file) await this.take(this.#file.name, this.#file.bytes, choice);
  }

  async chooseKind(kind: TokenizerName): Promise<void> {
    this.kind = kind;
    await this.learn();
  }

  async changeSetting(name: string, value: number): Promise<void> {
    this.settings = { ...this.settings, [this.kind]: { ...this.settings[this.kind], [name]: value } };
    await this.learn();
  }

  async learn(): Promise<void> {
    if (this.text && this.#openings === 0) await this.#attempt('learning', (client) => this.#learn(client));
  }

  async cancel(): Promise<void> {
    await this.#client?.cancelText({});
  }

  async chooseTokenizerFile(): Promise<void> {
    try {
      const opened = await host.openFile({ kind: 'tokenizer' });
      if (opened) await this.importTokenizer(opened.name, opened.bytes);
    } catch (error) {
      this.#notices.problem(error instanceof Error ? error.message : String(error));
    }
  }

  async importTokenizer(name: string, bytes: Uint8Array): Promise<void> {
    await this.#attempt('encoding', async (client) => {
      this.tokenizer = await client.importTokenizer({ name, bytes });
      this.kind = this.tokenizer.kind;
      this.#imported = { name, bytes };
      this.#notices.done(`Imported a vocabulary of ${this.tokenizer.size} tokens from ${name}.`);
    });
  }

  async exportTokenizer(): Promise<void> {
    try {
      const { bytes } = await this.#client!.exportTokenizer({});
      const done = await host.exportFile({ suggestedName: 'tokenizer.json', extension: 'json', bytes });
      if (done) this.#notices.done(`Exported the tokenizer to ${done.name}.`);
    } catch (error) {
      this.#notices.problem(error instanceof Error ? error.message : String(error));
    }
  }

  /** Opens a text and learns its tokenizer. Lines are documents: an end token goes between them. @returns null when refused */
  async #open(
    ask: (client: TrainerClient) => Promise<TextSummary>,
    corpus: CorpusName | null,
  ): Promise<TextSummary | null> {
    let opened: TextSummary | null = null;
    this.#openings++;
    await this.#attempt('reading', async (client) => {
      opened = await ask(client).finally(() => this.#openings--);
      this.text = opened;
      this.corpus = corpus;
      this.#file = null;
      this.tokenizer = null;
      const boundary = opened.layout === 'lines' ? 1 : 0;
      this.settings = {
        character: { ...this.settings.character, boundary },
        word: { ...this.settings.word, boundary },
        'byte-pair': { ...this.settings['byte-pair'], boundary },
      };
      await this.#learn(client);
    });
    return opened;
  }

  async #learn(client: TrainerClient): Promise<void> {
    this.merges = [];
    this.mergeCount = 0;
    const { kind } = this;
    this.#imported = null;
    this.tokenizer = await client.learnTokenizer({ kind, settings: this.settings[kind] });
  }

  #receive(progress: TextProgress): void {
    if (this.#waiting > 0) this.progress = progress;
    if (progress.merges.length === 0) return;
    this.mergeCount += progress.merges.length;
    this.merges = [...progress.merges.toReversed(), ...this.merges].slice(0, MERGES_SHOWN);
  }

  /** Runs long work; what is wrong stands beside the text, and being replaced or cancelled is nothing wrong. */
  async #attempt(task: TextProgress['task'], work: (client: TrainerClient) => Promise<void>): Promise<void> {
    await this.#first.promise;
    this.#waiting++;
    this.problem = null;
    this.progress = { task, done: 0, merges: [] };
    try {
      await work(this.#client!);
    } catch (error) {
      const isCancelled = error instanceof Error && 'code' in error && error.code === 'TextCancelled';
      if (!isCancelled) this.problem = error instanceof Error ? error.message : String(error);
    } finally {
      this.#waiting--;
      if (this.#waiting === 0) this.progress = null;
    }
  }
}
