/**
 * How the thread that runs a plan tells the others what to do: words of shared memory. A thread sleeps until the round
 * changes, runs the same stretch of the same program, and meets the others after each call.
 */

/** The module's one function. */
export type RunRecords = (
  program: number,
  from: number,
  to: number,
  thread: number,
  threads: number,
  scratch: number,
  meeting: number,
) => void;

/** Places of the words. */
const ROUND = 0;
const PROGRAM = 1;
const FROM = 2;
const TO = 3;
const READY = 4;
/** The barrier's two words, on a cache line of their own. */
const MEETING = 16;
const SCRATCH = 32;
export const MOST_THREADS = 16;
export const CONTROL_BYTES = 4 * (SCRATCH + MOST_THREADS);

/** Looks at the round before sleeping: some tens of microseconds, the usual time between two stretches of a step. */
const SPINS = 20_000;

export class Control {
  readonly #words: Int32Array;
  readonly #meeting: number;

  /** @param start bytes from the start of the memory */
  constructor(buffer: ArrayBufferLike, start: number) {
    this.#words = new Int32Array(buffer, start, CONTROL_BYTES / 4);
    this.#meeting = start + 4 * MEETING;
  }

  get readyThreads(): number {
    return Atomics.load(this.#words, READY);
  }

  setScratch(thread: number, address: number): void {
    Atomics.store(this.#words, SCRATCH + thread, address);
  }

  /** Runs a stretch on `threads` threads, this one being the first of them. */
  run(run: RunRecords, program: number, from: number, to: number, threads: number): void {
    if (threads > 1) {
      Atomics.store(this.#words, PROGRAM, program);
      Atomics.store(this.#words, FROM, from);
      Atomics.store(this.#words, TO, to);
      Atomics.add(this.#words, ROUND, 1);
      Atomics.notify(this.#words, ROUND);
    }
    run(program, from, to, 0, threads, Atomics.load(this.#words, SCRATCH) >>> 0, this.#meeting);
  }

  /** The life of another thread; never returns. */
  serve(run: RunRecords, thread: number, threads: number): never {
    let round = Atomics.load(this.#words, ROUND);
    Atomics.add(this.#words, READY, 1);
    for (;;) {
      let spins = 0;
      while (Atomics.load(this.#words, ROUND) === round) {
        if (++spins > SPINS) Atomics.wait(this.#words, ROUND, round);
      }
      round = Atomics.load(this.#words, ROUND);
      const scratch = Atomics.load(this.#words, SCRATCH + thread) >>> 0;
      const [program, from, to] = [this.#words[PROGRAM]!, this.#words[FROM]!, this.#words[TO]!];
      run(program >>> 0, from, to, thread, threads, scratch, this.#meeting);
    }
  }
}
