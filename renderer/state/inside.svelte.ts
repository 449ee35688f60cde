/**
 * What the "Inside" part of the Language place looks at: the text that the person typed, what the model has to show, and
 * answers that follow training and turned parameters. The training process computes; here is what was asked and what it said.
 */
import type { InsideSummary } from '../../core/protocol/inside-calls.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import type { Run } from './run.svelte.ts';

/** Between two questions of one view; as long as the last answer took, so that training keeps more than half of the time. */
const SHORTEST_PAUSE = 120;
const LONGEST_PAUSE = 1000;

export type AskTrainer<Answer> = (client: TrainerClient) => Promise<Answer>;

/** One place where questions are asked again and again: one on its way at a time, and the newest waits. */
export class LiveAnswer<Answer> {
  /** The last one; stays while the next is on its way, and while `problem` says why there is none. */
  answer: Answer | null = $state.raw(null);
  problem: string | null = $state(null);
  readonly #run: Run;
  #next: AskTrainer<Answer> | null = null;
  /** Grows with every training process that is asked: whoever asked one that died no longer waits for it. */
  #round = 0;
  #isAsking = false;
  #asked: TrainerClient | null = null;

  constructor(run: Run) {
    this.#run = run;
  }

  ask(question: AskTrainer<Answer>): void {
    this.#next = question;
    if (!this.#isAsking || (this.#asked && this.#run.hasLost(this.#asked))) void this.#work(++this.#round);
  }

  async #work(round: number): Promise<void> {
    this.#isAsking = true;
    for (let question = this.#take(); question; question = this.#take()) {
      const began = performance.now();
      try {
        const client = await this.#run.ready();
        this.#asked = client;
        if (!client) continue;
        const answer = await question(client);
        if (round !== this.#round) return;
        this.answer = answer;
        this.problem = null;
      } catch (error) {
        this.problem = error instanceof Error ? error.message : String(error);
      }
      const pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, performance.now() - began));
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (round !== this.#round) return;
    }
    this.#isAsking = false;
  }

  #take(): AskTrainer<Answer> | null {
    const question = this.#next;
    this.#next = null;
    return question;
  }
}

/** What is asked about a text. */
export interface TextQuestion {
  readonly text: string;
  readonly hidden: readonly number[];
}

export class Inside {
  text = $state('');
  /** Positions that a masked model has to guess. */
  hidden = $state.raw<readonly number[]>([]);
  /** Grows whenever the model on screen may have changed: views ask again. */
  beat = $state(0);
  /** Why the text cannot be read; null when it can. */
  textProblem: string | null = $state(null);
  readonly #summary: LiveAnswer<InsideSummary>;
  #sample = '';

  constructor(run: Run) {
    this.#summary = new LiveAnswer(run);
  }

  get summary(): InsideSummary | null {
    return this.#summary.answer;
  }

  get problem(): string | null {
    return this.#summary.problem;
  }

  get question(): TextQuestion {
    return { text: this.text, hidden: [...this.hidden] };
  }

  /** Another model, or the same one drawn otherwise: what there is to see is asked anew. */
  meet(): void {
    this.#summary.ask(async (client) => {
      const summary = await client.insideSummary({});
      const isSample = this.text === this.#sample;
      if (isSample && this.text !== summary.sample) this.type(summary.sample);
      this.#sample = summary.sample;
      if (summary.mask === null) this.hidden = [];
      return summary;
    });
  }

  takeSample(): void {
    this.text = this.#sample;
    this.hidden = [];
  }

  get isSample(): boolean {
    return this.text === this.#sample;
  }

  type(text: string): void {
    this.text = text;
    this.hidden = [];
  }

  toggleHidden(position: number): void {
    const isHidden = this.hidden.includes(position);
    this.hidden = isHidden ? this.hidden.filter((at) => at !== position) : [...this.hidden, position];
  }

  /** How a token is shown. */
  tokenText(id: number): string {
    return this.summary?.tokens[id] ?? `${id}`;
  }
}
