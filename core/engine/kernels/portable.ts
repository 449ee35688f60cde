/** The reference kernels in plain TypeScript: the same bits on every machine. */
import {
  sizeFor,
  viewOf,
  type KernelCall,
  type KernelSet,
  type Memory,
  type Precision,
  type Program,
} from './kernels.ts';

function portable(precision: Precision): KernelSet {
  const name = `portable ${precision}`;
  return {
    name,
    identity: { arithmetic: name, threads: 1 },
    precision,
    allocate: (bytes) => ({ buffer: new ArrayBuffer(bytes), start: 0 }),
    prepare: (calls, memory) => new ReferenceProgram(calls, memory, precision),
  };
}

/** float64, for numbers that check out by hand. */
export const portable64 = portable('float64');
/** float32: half the memory, and what the fast kernels are compared with. */
export const portable32 = portable('float32');

/** Runs each call's own loop, one after another. */
export class ReferenceProgram implements Program {
  readonly #calls: readonly { readonly call: KernelCall; readonly sizes: number[]; readonly run: () => void }[];

  constructor(calls: readonly KernelCall[], memory: Memory, precision: Precision) {
    this.#calls = calls.map((call) => {
      const views = call.tensors.map((tensor) => tensor && viewOf(memory, tensor, precision));
      const sizes = call.sizes.map(() => 0);
      const { kernel, reals } = call;
      return { call, sizes, run: () => kernel.run(views, sizes, reals) };
    });
  }

  setExamples(count: number): void {
    for (const { call, sizes } of this.#calls) {
      for (let i = 0; i < sizes.length; i++) sizes[i] = sizeFor(call.sizes[i]!, count);
    }
  }

  run(from: number, to: number): void {
    for (let i = from; i < to; i++) this.#calls[i]!.run();
  }
}
