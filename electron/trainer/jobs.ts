/** Long questions about a run, answered in short turns between messages and training; each can be given up. */
import type { InTurns } from '../../core/training/retrace.ts';

interface JobSurroundings {
  /** Milliseconds, only ever growing. */
  readonly now: () => number;
  /** Calls back soon, after waiting messages have been handled. */
  readonly soon: (callback: () => void) => void;
  readonly progress: (job: number, share: number) => void;
}

/** Longest turn. */
const TURN_MS = 6;
const PROGRESS_MS = 100;

export class Jobs {
  readonly #surroundings: JobSurroundings;
  readonly #open = new Set<number>();

  constructor(surroundings: JobSurroundings) {
    this.#surroundings = surroundings;
  }

  /** @returns its result, or null when it was given up; what it throws, it throws here */
  run<Result>(job: number, work: InTurns<Result>): Promise<Result | null> {
    const { now, soon, progress } = this.#surroundings;
    this.#open.add(job);
    let told = now();
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#open.delete(job);
        settle();
      };
      const turn = (): void => {
        if (!this.#open.has(job)) return resolve(null);
        const until = now() + TURN_MS;
        try {
          do {
            const { done, value } = work.next();
            if (done === true) return end(() => resolve(value));
            if (now() - told > PROGRESS_MS) {
              told = now();
              progress(job, value);
            }
          } while (now() < until);
        } catch (error) {
          return end(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
        soon(turn);
      };
      soon(turn);
    });
  }

  cancel(job: number): void {
    this.#open.delete(job);
  }
}
