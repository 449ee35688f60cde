/** Starts a sweep's thread, passes on what it tells, and ends it. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SweepRun } from '../../core/training/sweep.ts';
import type { SweepMessage, SweepTask } from './sweep-worker.ts';

type Tell = (job: number, share: number, run: SweepRun | null) => void;

export class Sweeps {
  readonly #tell: Tell;
  readonly #workers = new Map<number, Worker>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  /** @returns true when every run was done, null when it was given up */
  run(job: number, task: SweepTask): Promise<true | null> {
    const worker = new Worker(fileURLToPath(new URL('./sweep-worker.js', import.meta.url)), {
      workerData: task,
      name: `sweep ${job}`,
    });
    this.#workers.set(job, worker);
    let share = 0;
    return new Promise((resolve, reject) => {
      worker.on('message', (message: SweepMessage) => {
        if (!this.#workers.has(job)) return;
        if (message.kind === 'share') share = message.share;
        this.#tell(job, share, message.kind === 'run' ? message.run : null);
      });
      worker.on('error', (error: unknown) => {
        this.#workers.delete(job);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
      worker.on('exit', () => resolve(this.#workers.delete(job) ? true : null));
    });
  }

  cancel(job: number): void {
    const worker = this.#workers.get(job);
    this.#workers.delete(job);
    void worker?.terminate();
  }
}
