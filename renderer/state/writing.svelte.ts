/**
 * A text that the loaded language model writes, token by token, with what else might have stood at each place. The training
 * process writes; this keeps what is asked for and what has come. Nothing here touches the model's parameters.
 */
import type { Part } from '../../core/explain/ablation.ts';
import { initialSettings } from '../../core/settings/field.ts';
import { samplingFields, type SamplingSettings } from '../../core/text/sampling.ts';
import type { WritingModel, Written, WrittenEvent, WrittenPiece } from '../../core/protocol/writing-calls.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import { Question } from './questions.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** Tokens to stop at: the text's own end, none, or one of the vocabulary. */
export type Stop = 'own' | 'never' | number;

export class Writing {
  /** null before a language model is loaded. */
  model = $state.raw<WritingModel | null>(null);
  prompt = $state('');
  most = $state(120);
  seed = $state(1);
  stop = $state<Stop>('own');
  sampling = $state.raw(initialSettings(samplingFields) as unknown as SamplingSettings);
  /** Written with what is asked for now, and, while it is being written again, what is left of the text before. */
  pieces = $state.raw<readonly WrittenPiece[]>([]);
  /** How many of them are of the text that is being written; all, when it is done. */
  fresh = $state(0);
  /** What was written last, whole; null while something is being written or nothing was. */
  written = $state.raw<Written | null>(null);
  /** The first tokens, chosen by the person. */
  given = $state.raw<readonly number[]>([]);
  /** Parts of the model that are switched off. */
  off = $state.raw<readonly Part[]>([]);
  /** Place of the token that is looked at. */
  at = $state<number | null>(null);

  readonly #bench: Workbench;
  readonly #question: Question;
  #job = 0;
  /** Something has changed since the text in work was asked for. */
  #isOutdated = false;
  #following: Promise<void> | null = null;
  /** The parameters that wrote the text. */
  #parameters: object | null = null;
  #modelOf: object | null = null;

  constructor(bench: Workbench) {
    this.#bench = bench;
    this.#question = new Question(bench.questions);
  }

  get isWriting(): boolean {
    return this.#question.share !== null;
  }

  get stopAt(): number | null {
    if (this.stop === 'own') return this.model?.stopAt ?? null;
    return this.stop === 'never' ? null : this.stop;
  }

  attach(client: TrainerClient): void {
    client.onWritten((event) => this.#hear(event));
  }

  /** How a token is shown. */
  tokenText(id: number): string {
    return this.model?.tokens[id] ?? String(id);
  }

  /** The model that is loaded now, asked for once for each. @returns whether there is one */
  async meet(): Promise<boolean> {
    const { editor, questions } = this.#bench;
    const { network } = editor.compiled;
    const source = editor.data?.source;
    if (!network?.text || source?.kind !== 'text') {
      this.#forget();
      return false;
    }
    if (this.model && this.#modelOf === network) return true;
    this.#forget();
    const model = await questions.send((client) => client.writingModel({}));
    if (!model || editor.compiled.network !== network) return false;
    this.#modelOf = network;
    this.model = model;
    return true;
  }

  /** Writes anew: what was chosen by hand is forgotten. */
  async write(): Promise<void> {
    this.given = [];
    this.at = null;
    await this.#restart();
  }

  async writeWithAnotherSeed(): Promise<void> {
    this.seed = (this.seed + 1) % 2 ** 32;
    await this.write();
  }

  /** Another token at a place: what stands before it stays, what follows is written again by the same seed. */
  async choose(place: number, id: number): Promise<void> {
    this.given = [...this.pieces.slice(0, place).map((piece) => piece.id), id];
    this.at = place;
    await this.#restart();
  }

  /** Changes what is asked for, and writes again. */
  async change(what: Partial<Pick<Writing, 'most' | 'seed' | 'stop' | 'sampling' | 'off'>>): Promise<void> {
    Object.assign(this, what);
    await this.#restart();
  }

  async changePrompt(prompt: string): Promise<void> {
    this.prompt = prompt;
    await this.write();
  }

  clear(): void {
    this.cancel();
    this.pieces = [];
    this.fresh = 0;
    this.written = null;
    this.given = [];
    this.at = null;
    this.#parameters = null;
  }

  cancel(): void {
    this.#isOutdated = false;
    this.#question.giveUp();
    this.pieces = this.pieces.slice(0, this.fresh);
  }

  /** Writes the text again as often as something has changed meanwhile: the newest wish counts. */
  follow(): Promise<void> {
    this.#isOutdated = true;
    this.#following ??= this.#writeUntilCurrent().finally(() => (this.#following = null));
    return this.#following;
  }

  /** Writes again where the parameters are others than those that wrote the text. */
  async keepUp(): Promise<void> {
    if (this.#parameters !== null && this.#parameters !== this.#bench.editor.document.parameters) await this.follow();
  }

  /** Does not wait for a text that nobody wants any more. */
  #restart(): Promise<void> {
    this.#question.giveUp();
    return this.follow();
  }

  async #writeUntilCurrent(): Promise<void> {
    while (this.#isOutdated) {
      this.#isOutdated = false;
      if (!(await this.meet()) || this.model?.objective === 'masked') return;
      await this.#writeOnce();
    }
  }

  async #writeOnce(): Promise<void> {
    const { prompt, most, seed, sampling, stopAt, given, off } = this;
    this.#parameters = this.#bench.editor.document.parameters;
    this.fresh = 0;
    this.written = null;
    const written = await this.#question.ask((client, job) => {
      this.#job = job;
      return client.write({
        ...{ job, prompt, most, seed, stopAt, sampling },
        given: [...given],
        off: off.map((part) => ({ ...part })),
      });
    });
    if (!written) return;
    this.written = written;
    this.pieces = this.pieces.slice(0, this.fresh);
    if (this.at !== null && this.at >= this.pieces.length) this.at = null;
  }

  #hear({ job, from, pieces }: WrittenEvent): void {
    if (job !== this.#job || this.#question.share === null) return;
    const after = this.pieces.slice(from + pieces.length);
    this.pieces = [...this.pieces.slice(0, from), ...pieces, ...after];
    this.fresh = from + pieces.length;
  }

  #forget(): void {
    if (!this.model) return;
    this.clear();
    this.model = null;
    this.#modelOf = null;
    this.off = [];
    this.stop = 'own';
  }
}
