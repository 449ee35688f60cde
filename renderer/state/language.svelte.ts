/**
 * The text and the tokenizer of the Language place, as the page sees them: what is open, what was learned, how far long work
 * is. The training process holds text and ids; this asks it and keeps its answers.
 */
import type { TextProgress, TextSummary, TokenizerSummary } from '../../core/protocol/text-calls.ts';
import { initialSettings } from '../../core/settings/field.ts';
import { concernsAbout } from '../../core/text/concerns.ts';
import type { CorpusName } from '../../core/text/corpora/registry.ts';
import type { TextLayout } from '../../core/text/encode-in-steps.ts';
import { tokenizerKinds, type TokenizerName } from '../../core/text/tokenizers/registry.ts';
import type { Merge } from '../../core/text/tokenizers/tokenizer.ts';
import { host } from '../platform/host.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import { readWhole, sourceOfBytes, sourceOfDropped, sourceOfOpened, type ByteSource } from './byte-source.ts';
import type { Notices } from './notices.svelte.ts';
import { fetchText } from './text-fetching.ts';
import { TextSplit } from './text-split.svelte.ts';
import { TriedText } from './tried-text.svelte.ts';

type Settings = Readonly<Record<string, number>>;

const FIRST_CORPUS: CorpusName = 'first-names';
const MERGES_SHOWN = 200;
const LARGEST_TOKENIZER = 64 * 2 ** 20;

interface OwnText {
  readonly source: ByteSource;
  /** Column or field; null = the one with most text. */
  readonly choice: string | null;
  /** Whether each line is a document; null = as its lines have it. */
  readonly layout: TextLayout | null;
}

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

  /** Between learning and testing. */
  readonly split = new TextSplit();
  readonly tried = new TriedText();

  readonly #notices: Notices;
  #client: TrainerClient | null = null;
  readonly #first = Promise.withResolvers<void>();
  /** Where the person's own text is, to read another column or field of it, and for a process that has lost it. */
  #file: OwnText | null = null;
  /** Grows with every text that is opened or given up: one that is still on its way then is no longer wanted. */
  #fetching = 0;
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
    this.split.attach(client);
    this.tried.attach(client);
    client.onTextProgress((progress) => this.#receive(progress));
    this.#first.resolve();
    if (isAgain && this.text) void this.#openAgain();
  }

  async #openAgain(): Promise<void> {
    const imported = this.#imported;
    if (this.corpus) await this.openCorpus(this.corpus);
    else if (this.#file) await this.#takeText(this.#file);
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
      if (opened) await this.take(sourceOfOpened(opened));
    } catch (error) {
      this.#notices.problem(error instanceof Error ? error.message : String(error));
    }
  }

  async takeDropped(file: File): Promise<void> {
    await this.take(sourceOfDropped(file));
  }

  /** A file of text, or a tokenizer. */
  async take(source: ByteSource): Promise<void> {
    if (/\.json$/i.test(source.name)) return this.#takeTokenizer(source);
    await this.#takeText({ source, choice: null, layout: null });
  }

  async #takeText(own: OwnText): Promise<void> {
    this.opening = null;
    const text = await this.#open((client, isWanted) => this.#send(client, own, isWanted), null);
    if (text) this.#file = own;
  }

  async paste(text: string): Promise<void> {
    await this.take(sourceOfBytes('Pasted text', new TextEncoder().encode(text)));
  }

  async choose(choice: string): Promise<void> {
    if (this.#file) await this.#takeText({ ...this.#file, choice });
  }

  /** One running text, or a document a line: the person's own text is read once more. */
  async chooseLayout(layout: TextLayout): Promise<void> {
    if (this.#file) await this.#takeText({ ...this.#file, layout });
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
    this.#fetching++;
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
      void this.split.follow();
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

  async #send(
    client: TrainerClient,
    { source, choice, layout }: OwnText,
    isWanted: () => boolean,
  ): Promise<TextSummary> {
    await fetchText(client, source, isWanted, (done) => (this.progress = { task: 'fetching', done, merges: [] }));
    return client.openText({ choice, layout });
  }

  async #takeTokenizer(source: ByteSource): Promise<void> {
    try {
      await this.importTokenizer(source.name, await readWhole(source, LARGEST_TOKENIZER));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** Opens a text and learns its tokenizer. Lines are documents: an end token goes between them. @returns null when refused */
  async #open(
    ask: (client: TrainerClient, isWanted: () => boolean) => Promise<TextSummary>,
    corpus: CorpusName | null,
  ): Promise<TextSummary | null> {
    let opened: TextSummary | null = null;
    this.#isStarted = true; // whoever came with a text of their own needs no other
    this.#openings++;
    const fetching = ++this.#fetching;
    await this.#attempt('reading', async (client) => {
      opened = await ask(client, () => fetching === this.#fetching).finally(() => this.#openings--);
      this.text = opened;
      this.corpus = corpus;
      this.#file = null;
      this.tokenizer = null;
      this.split.forget();
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
    void this.split.follow();
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
