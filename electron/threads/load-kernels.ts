/** Finds the best kernels that this machine can run, and says what it had to do without. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createWasmKernels, type WasmKernels } from '../../core/engine/kernels/wasm/wasm-kernels.ts';
import { instantiate, type ThreadTask } from './wasm-module.ts';

export interface KernelFiles {
  /** Folder URL of kernels-relaxed.wasm and kernels-simd.wasm, ending in a slash. */
  readonly folder: URL;
  /** The helping threads' program. */
  readonly thread: URL;
}

/** Beside the built program. */
export const builtFiles = (): KernelFiles => ({
  folder: new URL('./', import.meta.url),
  thread: new URL('./kernel-thread.js', import.meta.url),
});

const LARGEST_PAGES = 65_536; // 4 GiB, all that 32 bits can address
const MOST_USEFUL_THREADS = 4;

export interface KernelChoice {
  /** This one included; as many as the machine has cores, up to 4, unless said. */
  readonly threads?: number;
  /** Leave fused multiply-add out even where the machine has it. */
  readonly isPlain?: boolean;
  readonly files?: KernelFiles;
  /** Divide even what is not worth it: for tests. */
  readonly dividesAlways?: boolean;
}

/** Why the fast kernels cannot be had here; the reference loops compute the same, slowly. */
export class KernelsUnavailable extends Error {
  override readonly name = 'KernelsUnavailable';
}

/** @throws KernelsUnavailable when the module's files are missing or the engine has no WebAssembly SIMD or no memory for it */
export function loadKernels({
  threads,
  isPlain = false,
  files = builtFiles(),
  dividesAlways = false,
}: KernelChoice = {}): WasmKernels {
  const { module, variant } = loadModule(files.folder, isPlain);
  const memory = reserveMemory();
  const count = threads ?? Math.min(MOST_USEFUL_THREADS, availableParallelism());
  const workers: Worker[] = [];
  return createWasmKernels({
    variant,
    threads: count,
    memory,
    dividesAlways,
    run: instantiate(module, memory),
    startThreads: (control, failed) => {
      for (let thread = 1; thread < count; thread++) {
        const workerData: ThreadTask = { module, memory, control, thread, threads: count };
        const worker = new Worker(fileURLToPath(files.thread), { workerData, name: `kernels ${thread}` });
        worker.on('error', ({ message }) => failed(message));
        worker.unref(); // it never ends by itself
        workers.push(worker);
      }
    },
    stopThreads: () => {
      for (const worker of workers) void worker.terminate();
    },
  });
}

/** The best module that this machine can run, and its name for people. @throws KernelsUnavailable as `loadKernels` */
export function loadModule(folder: URL, isPlain: boolean): { module: WebAssembly.Module; variant: string } {
  const relaxed = isPlain ? null : readModule(folder, 'kernels-relaxed.wasm');
  if (relaxed && WebAssembly.validate(relaxed)) {
    return { module: new WebAssembly.Module(relaxed), variant: 'fused multiply-add' };
  }
  const plain = readModule(folder, 'kernels-simd.wasm');
  if (!WebAssembly.validate(plain)) throw new KernelsUnavailable('this engine has no WebAssembly SIMD');
  return { module: new WebAssembly.Module(plain), variant: 'no fused multiply-add' };
}

function readModule(folder: URL, file: string): Buffer<ArrayBuffer> {
  try {
    return readFileSync(new URL(file, folder));
  } catch (error) {
    throw new KernelsUnavailable(`${file} cannot be read`, { cause: error });
  }
}

/** Addresses alone: pages are taken as they are needed. */
function reserveMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: LARGEST_PAGES, shared: true });
  } catch (error) {
    throw new KernelsUnavailable('no memory can be shared between threads', { cause: error });
  }
}
