/** Long questions to the training process, each with its progress, time left and a way to give it up. */
import type { JobEvent } from '../../core/protocol/contract.ts';
import type { SweepRun } from '../../core/training/sweep.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import type { Notices } from './notices.svelte.ts';
import type { Run } from './run.svelte.ts';

/** One place where a question is asked: a new one takes the place of the one before. */
export class Question {
  /** 0 .. 1 of it done; null when nothing is being asked. */
  share = $state<number | null>(null);
  secondsLeft = $state<number | null>(null);
  readonly #questions: Questions;
  readonly #onRun: (run: SweepRun) => void;
  #job = 0;
  #began = 0;

  constructor(questions: Questions, onRun: (run: SweepRun) => void = () => undefined) {
    this.#questions = questions;
    this.#onRun = onRun;
  }

  /** @returns the answer; null when it was given up, or refused, which is then said */
  async ask<Answer>(call: (client: TrainerClient, job: number) => Promise<Answer | null>): Promise<Answer | null> {
    this.giveUp();
    this.share = 0;
    this.#began = performance.now();
    const job = this.#questions.open(this);
    this.#job = job;
    const answer = await this.#questions.send((client) => call(client, job));
    if (this.#job !== job) return null; // given up, or another one was asked since
    this.#close();
    return answer;
  }

  giveUp(): void {
    if (this.#job === 0) return;
    const job = this.#job;
    this.#close();
    void this.#questions.send((client) => client.cancelJob({ job }));
  }

  hear({ share, run }: JobEvent): void {
    this.share = share;
    const elapsed = (performance.now() - this.#began) / 1000;
    this.secondsLeft = share > 0.02 ? (elapsed * (1 - share)) / share : null;
    if (run) this.#onRun(run);
  }

  #close(): void {
    this.#questions.close(this.#job);
    this.#job = 0;
    this.share = null;
    this.secondsLeft = null;
  }
}

export class Questions {
  readonly #run: Run;
  readonly #notices: Notices;
  readonly #open = new Map<number, Question>();

  constructor(run: Run, notices: Notices) {
    this.#run = run;
    this.#notices = notices;
    run.onJob((event) => this.#open.get(event.job)?.hear(event));
  }

  open(question: Question): number {
    const job = this.#run.newJob();
    this.#open.set(job, question);
    return job;
  }

  close(job: number): void {
    this.#open.delete(job);
  }

  /** To the training process as it is then: it has the drawing, and goes on training meanwhile. */
  async send<Answer>(call: (client: TrainerClient) => Promise<Answer>): Promise<Answer | null> {
    const client = await this.#run.ready();
    if (!client) return null;
    try {
      return await call(client);
    } catch (error) {
      this.#notices.problem(error instanceof Error ? error.message : String(error));
      return null;
    }
  }
}
