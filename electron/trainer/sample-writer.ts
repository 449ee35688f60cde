/**
 * Lets the model in training write a short text every so many steps, with the parameters of that very step. It writes token by
 * token between training's turns, and takes no more than a small share of the time; while it still writes, the next is left out.
 */
import { openTokenizer, type TextSource } from '../../core/data/text-source.ts';
import type { Network } from '../../core/compile/compile.ts';
import type { KernelSet, Precision } from '../../core/engine/kernels/kernels.ts';
import type { Sample, SampleProblem, SampleSettings } from '../../core/protocol/sample-calls.ts';
import { fillingSentence, maskedSentence, sampleTokens, writtenSample } from './sample-text.ts';
import { writingStart } from '../../core/text/writing-start.ts';
import { TokenizerError, type Tokenizer } from '../../core/text/tokenizers/tokenizer.ts';
import type { Trainer } from '../../core/training/trainer.ts';
import { Writer } from '../../core/training/writer.ts';

/** Share of training's time that writing may take. */
const SHARE = 0.04;

interface Surroundings {
  readonly now: () => number;
  readonly sendSample: (sample: Sample) => void;
  /** Once for each network and each prompt. */
  readonly sendSampleProblem: (problem: SampleProblem) => void;
  /** That are not in use by training; a set of its own at every call. */
  readonly kernelsFor?: (precision: Precision) => KernelSet;
}

interface Writing {
  /** Comes to the text. */
  readonly turns: Iterator<unknown, string>;
  readonly about: Pick<Sample, 'runId' | 'branch' | 'step' | 'loss' | 'prompt'>;
}

export class SampleWriter {
  readonly #surroundings: Surroundings;
  #settings: SampleSettings = { every: 0, prompt: '', seed: 1 };
  #network: Network | null = null;
  #source: TextSource | null = null;
  #tokenizer: Tokenizer | null = null;
  /** Laid out when the first sample of a network is due. */
  #writer: Writer | null = null;
  #writing: Writing | null = null;
  /** Milliseconds that writing may still take; below 0 it waits. */
  #credit = 0;
  /** Nothing can be written of this network as it is asked for, which was said. */
  #isGivenUp = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** @param source null where the network reads no text: then there is nothing to write */
  load(network: Network, source: TextSource | null): void {
    this.#network = source ? network : null;
    this.#source = source;
    this.#tokenizer = null;
    this.#writer = null;
    this.#writing = null;
    this.#credit = 0;
    this.#isGivenUp = false;
  }

  /** @throws TokenizerError when the vocabulary lacks something of the prompt; the settings stay as they were */
  configure(settings: SampleSettings): void {
    if (this.#source && this.#network) this.#check(this.#source, this.#network, settings.prompt);
    this.#settings = settings;
    this.#isGivenUp = false;
  }

  /** Steps until the next sample is due. */
  ahead(step: number): number {
    const { every } = this.#settings;
    return this.#network && every > 0 && !this.#isGivenUp ? every - (step % every) : Infinity;
  }

  get isWriting(): boolean {
    return this.#writing !== null;
  }

  /** Training has come to a step: where one is due, its parameters are taken and a text begins. */
  reached(trainer: Trainer, runId: number, branch: number): void {
    const { every, prompt, seed } = this.#settings;
    const { kernelsFor } = this.#surroundings;
    const { stepsDone: step, lastLoss: loss } = trainer;
    const network = this.#network;
    const source = this.#source;
    if (!network || !source || this.#isGivenUp || this.#writing || every === 0 || step % every !== 0) return;
    const started = this.#surroundings.now();
    const tokenizer = this.#known(source);
    try {
      const padding = tokenizer.special.boundary ?? 0;
      if (this.#writer) this.#writer.setParameters(trainer.parameters);
      else this.#writer = new Writer(network, trainer.parameters, { padding, ...(kernelsFor && { kernelsFor }) });
      const about = { runId, branch, step, loss, prompt };
      if (source.objective === 'masked') {
        const sentence = maskedSentence(source, tokenizer, network.text!.context, prompt);
        this.#writing = { turns: fillingSentence(this.#writer, tokenizer, sentence), about };
      } else {
        const start = writingStart(source.layout, tokenizer, prompt);
        this.#writing = { turns: writtenSample(sampleTokens(this.#writer, start, seed), tokenizer), about };
      }
    } catch (error) {
      if (!(error instanceof TokenizerError)) throw error;
      this.#giveUp(prompt, error.message);
    }
    this.#credit -= this.#surroundings.now() - started;
  }

  /** @param trained milliseconds that training has taken since the last call; Infinity = it stands still */
  write(trained: number): void {
    const { now } = this.#surroundings;
    const isFree = trained === Infinity;
    const most = isFree ? 8 : Math.min(50, (this.#credit += SHARE * trained));
    const started = now();
    while (this.#writing && now() - started < most) this.#turn(this.#writing);
    const left = isFree ? 0 : this.#credit - (now() - started);
    this.#credit = this.#writing ? left : Math.min(0, left); // nothing is saved up while nothing is written
  }

  /** A prompt that was checked for another vocabulary gives way to none; where that fails, nothing is written of this network. */
  #giveUp(prompt: string, message: string): void {
    if (prompt === '') {
      this.#isGivenUp = true;
      this.#surroundings.sendSampleProblem({ message: `No texts are written while it trains. ${message}`, prompt });
    } else {
      this.#settings = { ...this.#settings, prompt: '' };
      this.#surroundings.sendSampleProblem({
        message: `"${prompt}" is not gone on from any more. ${message}`,
        prompt: '',
      });
    }
  }

  #turn(writing: Writing): void {
    const { done, value: text } = writing.turns.next();
    if (done !== true) return;
    this.#writing = null;
    this.#surroundings.sendSample({ ...writing.about, text });
  }

  /** @throws TokenizerError when nothing can begin with it */
  #check(source: TextSource, network: Network, prompt: string): void {
    const tokenizer = this.#known(source);
    if (source.objective === 'masked') maskedSentence(source, tokenizer, network.text!.context, prompt);
    else writingStart(source.layout, tokenizer, prompt);
  }

  #known(source: TextSource): Tokenizer {
    return (this.#tokenizer ??= openTokenizer(source));
  }
}
