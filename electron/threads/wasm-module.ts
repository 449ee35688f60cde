/** The kernels' WebAssembly module, as threads share it. */
import type { RunRecords } from '../../core/engine/kernels/wasm/control.ts';

/** What a helping thread is started with. */
export interface ThreadTask {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the control words. */
  readonly control: number;
  readonly thread: number;
  readonly threads: number;
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): RunRecords {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports['run'] as RunRecords;
}
