import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/**
 * result[row] = table[ids[row]]. An id outside the table gives NaN, which the step then refuses, instead of another row.
 * sizes: rows, width, entries of the table
 */
const forwardKernel: Kernel = {
  name: 'gather',
  run: (views, sizes) => {
    const [ids, table, result] = views as readonly [Int32Array, Reals, Reals];
    const [rows, width, entries] = sizes as readonly [number, number, number];
    for (let row = 0; row < rows; row++) {
      const id = ids[row]!;
      const isKnown = id >= 0 && id < entries;
      for (let i = 0; i < width; i++) result[row * width + i] = isKnown ? table[id * width + i]! : NaN;
    }
  },
};

/** table gradient (+)= Σ_rows gradient[row] at ids[row]. sizes: rows, width, entries of the table, accumulates */
const backwardKernel: Kernel = {
  name: 'scatter',
  run: (views, sizes) => {
    const [ids, gradient, table] = views as readonly [Int32Array, Reals, Reals];
    const [rows, width, entries, accumulates] = sizes as readonly [number, number, number, number];
    if (accumulates === 0) table.fill(0);
    for (let row = 0; row < rows; row++) {
      const id = ids[row]!;
      if (id < 0 || id >= entries) continue;
      for (let i = 0; i < width; i++) table[id * width + i]! += gradient[row * width + i]!;
    }
  },
};

export const gather = (
  ids: Tensor,
  table: Tensor,
  result: Tensor,
  rows: Size,
  width: number,
  entries: number,
): KernelCall => ({ kernel: forwardKernel, tensors: [ids, table, result], sizes: [rows, width, entries], reals: [] });

export const scatter = (
  ids: Tensor,
  gradient: Tensor,
  table: Tensor,
  rows: Size,
  width: number,
  entries: number,
  accumulates: boolean,
): KernelCall => ({
  kernel: backwardKernel,
  tensors: [ids, gradient, table],
  sizes: [rows, width, entries, accumulates ? 1 : 0],
  reals: [],
});
