/**
 * The fast kernels: float32 loops in WebAssembly SIMD over one shared memory, run by several threads together. What the
 * module has no loop for is run by the kernel's own reference loop over the same memory, so that every plan runs.
 *
 * Every entry of a result is computed by one thread in an order that does not depend on how many there are: the same bits on
 * 1, 2 or 4.
 */
import type { KernelCall, KernelSet, Memory, Program } from '../kernels.ts';
import { ReferenceProgram } from '../portable.ts';
import { CONTROL_BYTES, Control, MOST_THREADS, type RunRecords } from './control.ts';
import { workOf } from './work.ts';
import { opcodesOf, recordBytes, scratchBytes, writeRecord, writeSizes } from './encode.ts';

/** What the platform must give: core itself starts no threads and reads no files. */
export interface WasmHost {
  /** For people: `relaxed FMA`, `no relaxed FMA`. */
  readonly variant: string;
  /** This thread included; 1 to 16. */
  readonly threads: number;
  /** The shared memory; grows by pages of 64 KiB. */
  readonly memory: { readonly buffer: ArrayBufferLike; readonly grow: (pages: number) => number };
  readonly run: RunRecords;
  /**
   * Starts threads 1 and up, each of which calls `Control.serve` over the same memory at `control`.
   *
   * @param failed to be told why, should one not start: all plans go on with one thread then
   */
  readonly startThreads: (control: number, failed: (reason: string) => void) => void;
  readonly stopThreads: () => void;
  /** Divide even what is not worth it, so that a test of small networks is one of several threads. */
  readonly dividesAlways: boolean;
}

export interface WasmKernels extends KernelSet {
  /** Whether all threads have started, which it sees to; until then plans run on one, to the same bits. */
  readonly isReady: () => boolean;
  /** Ends the threads; the set must not be used afterwards. */
  readonly release: () => void;
}

const PAGE = 65_536;
const ALIGNMENT = 64;
/**
 * Multiply-adds that a stretch, and the average call of it, must have for the other threads to be woken. Below, two threads
 * gain a tenth or nothing (measured), and take a second core from the window.
 */
const WORTH_WAKING = 200_000;
const WORTH_DIVIDING = 20_000;

export function createWasmKernels(host: WasmHost): WasmKernels {
  const threads = Math.max(1, Math.min(MOST_THREADS, host.threads));
  const store = new Store(host.memory);
  const place = store.take(CONTROL_BYTES);
  const control = new Control(host.memory.buffer, place);
  let scratch = 0;
  let failure: string | null = null;
  let hasStarted = threads === 1;

  /** By the first work that is worth dividing: a small network never has more than one. */
  const startThreads = (): void => {
    if (hasStarted) return;
    hasStarted = true;
    host.startThreads(place, (reason) => (failure ??= reason));
  };

  /** Makes sure that each thread has so many bytes of its own. */
  const provideScratch = (bytes: number): void => {
    if (bytes <= scratch) return;
    scratch = bytes;
    for (let thread = 0; thread < threads; thread++) control.setScratch(thread, store.take(bytes));
  };

  return {
    get name() {
      const others = failure === null ? `${threads} threads` : `1 thread, the others failed to start: ${failure}`;
      return `WebAssembly SIMD float32 (${host.variant}, ${threads === 1 ? '1 thread' : others})`;
    },
    get identity() {
      return {
        arithmetic: `WebAssembly SIMD float32 (${host.variant})`,
        threads: failure === null ? threads : 1,
      };
    },
    precision: 'float32',
    allocate: (bytes) => {
      const start = store.take(bytes);
      return { buffer: host.memory.buffer, start };
    },
    prepare: (calls, memory) => {
      provideScratch(scratchBytes(calls));
      const records = calls.reduce((sum, call) => sum + opcodesOf(call).length, 0);
      const start = store.take(recordBytes(Math.max(1, records)));
      const words = new Int32Array(host.memory.buffer, start, recordBytes(records) / 4);
      const runRecords = (from: number, to: number, isWorthDividing: boolean): void => {
        const isDivided = isWorthDividing || host.dividesAlways;
        if (isDivided) startThreads();
        const areReady = isDivided && control.readyThreads === threads - 1 && failure === null;
        control.run(host.run, start, from, to, areReady ? threads : 1);
      };
      return new WasmProgram(calls, memory, words, runRecords);
    },
    isReady: () => {
      startThreads();
      return failure === null && control.readyThreads === threads - 1;
    },
    release: host.stopThreads,
  };
}

/** Hands out memory and never takes it back. */
class Store {
  readonly #memory: WasmHost['memory'];
  #used = PAGE; // the module's own

  constructor(memory: WasmHost['memory']) {
    this.#memory = memory;
  }

  /** @returns bytes from the start @throws RangeError when the memory cannot grow so far */
  take(bytes: number): number {
    const start = this.#used;
    this.#used = Math.ceil((start + bytes) / ALIGNMENT) * ALIGNMENT;
    const missing = this.#used - this.#memory.buffer.byteLength;
    if (missing > 0) this.#grow(Math.ceil(missing / PAGE), bytes);
    return start;
  }

  #grow(pages: number, bytes: number): void {
    try {
      this.#memory.grow(pages);
    } catch (error) {
      throw new RangeError(
        `This network needs ${Math.ceil(bytes / 1e6)} MB more than WebAssembly can have here. ` +
          'Make the batch, the context or the network smaller.',
        { cause: error },
      );
    }
  }
}

class WasmProgram implements Program {
  readonly #calls: readonly KernelCall[];
  readonly #words: Int32Array;
  readonly #run: (from: number, to: number, isWorthDividing: boolean) => void;
  /** For the calls that the module does not know. */
  readonly #reference: ReferenceProgram;
  /** First record of each call, and one past the last. */
  readonly #records: number[] = [];
  /** Multiply-adds of all calls before each, and of all. */
  readonly #work: Float64Array;

  constructor(
    calls: readonly KernelCall[],
    memory: Memory,
    words: Int32Array,
    run: (from: number, to: number, isWorthDividing: boolean) => void,
  ) {
    this.#calls = calls;
    this.#words = words;
    this.#run = run;
    this.#reference = new ReferenceProgram(calls, memory, 'float32');
    let record = 0;
    for (const call of calls) {
      this.#records.push(record);
      for (const opcode of opcodesOf(call)) writeRecord(words, record++, opcode, call, memory);
    }
    this.#records.push(record);
    this.#work = new Float64Array(calls.length + 1);
  }

  setExamples(count: number): void {
    this.#reference.setExamples(count);
    this.#calls.forEach((call, i) => {
      for (let record = this.#records[i]!; record < this.#records[i + 1]!; record++) {
        writeSizes(this.#words, record, call, count);
      }
      this.#work[i + 1] = this.#work[i]! + workOf(call, count);
    });
  }

  run(from: number, to: number): void {
    let first = from;
    for (let i = from; i < to; i++) {
      if (this.#records[i] !== this.#records[i + 1]) continue;
      this.#runRecords(first, i);
      this.#reference.run(i, i + 1);
      first = i + 1;
    }
    this.#runRecords(first, to);
  }

  #runRecords(from: number, to: number): void {
    const first = this.#records[from]!;
    const last = this.#records[to]!;
    if (last === first) return;
    const work = this.#work[to]! - this.#work[from]!;
    this.#run(first, last, work >= Math.max(WORTH_WAKING, (to - from) * WORTH_DIVIDING));
  }
}
