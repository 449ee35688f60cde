/**
 * How the thread that runs a plan tells the others what to do: words of shared memory. A thread sleeps until the round
 * changes, and helps with the same stretch of the same program. The first thread does not wait for it to come: what nobody
 * has begun it does by itself, so a round may be over before another thread has seen it.
 */

/** The module's one function. */
export type RunRecords = (
  program: number,
  from: number,
  to: number,
  number: number,
  thread: number,
  threads: number,
  scratch: number,
  meeting: number,
) => void;

/** Places of the words. The round is odd while the first thread writes what follows. */
const ROUND = 0;
const PROGRAM = 1;
const FROM = 2;
const TO = 3;
/** Of the first call of the stretch: calls are numbered through. */
const NUMBER = 4;
const READY = 5;
const SCRATCH = 16;
export const MOST_THREADS = 16;
/** Where the threads say what they have taken and finished, on cache lines of their own: see assembly/meeting.ts. */
const MEETING = 32;
const MEETING_WORDS = 16 * (1 + MOST_THREADS);
export const CONTROL_BYTES = 4 * (MEETING + MEETING_WORDS);

/** Looks at the round before sleeping: some tens of microseconds, the usual time between two stretches of a step. */
const SPINS = 20_000;

export class Control {
  readonly #words: Int32Array;
  readonly #meeting: number;
  /** Of the next call that several threads divide. */
  #number = 0;

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

  /** Runs a stretch on up to `threads` threads, this one being the first of them. */
  run(run: RunRecords, program: number, from: number, to: number, threads: number): void {
    const words = this.#words;
    const number = this.#number;
    if (threads > 1) {
      this.#number = (number + to - from) | 0;
      Atomics.add(words, ROUND, 1);
      Atomics.store(words, PROGRAM, program);
      Atomics.store(words, FROM, from);
      Atomics.store(words, TO, to);
      Atomics.store(words, NUMBER, number);
      Atomics.add(words, ROUND, 1);
      Atomics.notify(words, ROUND);
    }
    run(program, from, to, number, 0, threads, Atomics.load(words, SCRATCH) >>> 0, this.#meeting);
  }

  /** Says that one more thread can help. */
  announce(): void {
    Atomics.add(this.#words, READY, 1);
  }

  /** The life of another thread; never returns. */
  serve(run: RunRecords, thread: number, threads: number): never {
    const words = this.#words;
    let round = Atomics.load(words, ROUND);
    this.announce();
    for (;;) {
      let spins = 0;
      while (Atomics.load(words, ROUND) === round) {
        if (++spins > SPINS) Atomics.wait(words, ROUND, round);
      }
      round = Atomics.load(words, ROUND);
      const scratch = Atomics.load(words, SCRATCH + thread) >>> 0;
      const program = Atomics.load(words, PROGRAM) >>> 0;
      const from = Atomics.load(words, FROM);
      const to = Atomics.load(words, TO);
      const number = Atomics.load(words, NUMBER);
      // Half of one round and half of the next would be neither.
      if (round % 2 !== 0 || Atomics.load(words, ROUND) !== round) continue;
      run(program, from, to, number, thread, threads, scratch, this.#meeting);
    }
  }
}
