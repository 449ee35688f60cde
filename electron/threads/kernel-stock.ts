import type { KernelSet, Precision } from '../../core/engine/kernels/kernels.ts';
import { portable64 } from '../../core/engine/kernels/portable.ts';
import type { WasmKernels } from '../../core/engine/kernels/wasm/wasm-kernels.ts';
import { loadKernels, type KernelChoice } from './load-kernels.ts';

/**
 * Gives the kernels for a precision. A fast set's memory is never handed back in parts: asking for another one ends the one
 * before, its threads and its memory.
 */
export function kernelStock(choice: KernelChoice = {}): (precision: Precision) => KernelSet {
  let fast: WasmKernels | null = null;
  return (precision) => {
    fast?.release();
    fast = precision === 'float32' ? loadKernels(choice) : null;
    return fast ?? portable64;
  };
}
