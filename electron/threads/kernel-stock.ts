import type { KernelSet, Precision } from '../../core/engine/kernels/kernels.ts';
import { portable32, portable64 } from '../../core/engine/kernels/portable.ts';
import type { WasmKernels } from '../../core/engine/kernels/wasm/wasm-kernels.ts';
import { KernelsUnavailable, loadKernels, type KernelChoice } from './load-kernels.ts';

/**
 * Gives the kernels for a precision. A fast set's memory is never handed back in parts: asking for another one ends the one
 * before, its threads and its memory. Where there is none, the reference loops compute, and their name says why.
 */
export function kernelStock(choice: KernelChoice = {}): (precision: Precision) => KernelSet {
  let fast: WasmKernels | null = null;
  return (precision) => {
    fast?.release();
    fast = null;
    if (precision === 'float64') return portable64;
    try {
      return (fast = loadKernels(choice));
    } catch (error) {
      if (!(error instanceof KernelsUnavailable)) throw error;
      return { ...portable32, name: `${portable32.name}, slowly: ${error.message}` };
    }
  };
}
