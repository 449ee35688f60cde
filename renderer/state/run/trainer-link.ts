/**
 * The way to the training process: one exchange after another, long ones with progress and a way to give them up. What is
 * asked for before there is a process waits for it; what one asks of a process that has died is dropped.
 */
import type { JobEvent } from '../../../core/protocol/contract.ts';
import type { TrainerClient } from '../../platform/trainer.ts';
import { Waiting } from '../waiting.svelte.ts';

export class TrainerLink {
  readonly waiting = new Waiting();
  /** Progress of a question that others than the run have asked. */
  onJob: (event: JobEvent) => void = () => undefined;

  readonly #onTrouble: (error: unknown) => void;
  #client: TrainerClient | null = null;
  /** Resolves when the first training process is there. */
  readonly #first = Promise.withResolvers<void>();
  /** Resolves when the training process is gone: an exchange with it is over then. */
  #gone = Promise.withResolvers<void>();
  #queue: Promise<void> = Promise.resolve();
  #jobs = 0;
  /** What the run itself waits for. */
  #job = 0;

  /** @param onTrouble told of an exchange that failed while the process lives */
  constructor(onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  /** The training process; null while there is none. */
  get client(): TrainerClient | null {
    return this.#client;
  }

  /** Resolves when all that was asked for up to now is done. */
  get idle(): Promise<void> {
    return this.#queue;
  }

  /** A training process is there. */
  open(client: TrainerClient): void {
    this.#client = client;
    this.#gone = Promise.withResolvers();
    client.onJob((event) => {
      if (event.job === this.#job) this.waiting.share = event.share;
      else this.onJob(event);
    });
  }

  /** From now on what was asked for is carried out. */
  begin(): void {
    this.#first.resolve();
  }

  /** The training process is gone: who is gone never answers. */
  close(): void {
    this.#client = null;
    this.#gone.resolve();
    this.waiting.end();
  }

  /** Runs one exchange after those before it; trouble is told of, never a silent stop. */
  enqueue(exchange: (client: TrainerClient) => Promise<unknown>): Promise<void> {
    const turn = this.#queue.then(async () => {
      await this.#first.promise;
      const client = this.#client;
      if (!client) return;
      try {
        await Promise.race([exchange(client), this.#gone.promise]);
      } catch (error) {
        if (this.#client === client) this.#onTrouble(error); // else the process is gone, and that was said
      }
    });
    this.#queue = turn;
    return turn;
  }

  /** A number for a long question, by which its progress comes and it is given up. */
  newJob(): number {
    return ++this.#jobs;
  }

  /** Waits for a long answer, with progress and a way to give it up: null then. */
  async asJob<A>(what: string, ask: (job: number) => Promise<A | null>): Promise<A | null> {
    const job = this.newJob();
    this.#job = job;
    return this.waiting.during(what, ask(job), () => this.giveUp());
  }

  /** Gives up the long question of the run that is open. */
  giveUp(): void {
    void this.#client?.cancelJob({ job: this.#job });
  }
}
