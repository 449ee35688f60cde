import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/**
 * dW[o, i] (+)= Σ_rows g[row, o] · x[row, i].
 *
 * Even rows and odd rows are summed apart and then added, so that a loop over pairs of rows gives the same bits.
 *
 * sizes: rows, outputs, inputs, accumulates
 */
const kernel: Kernel = {
  name: 'weightGradient',
  run: (views, sizes) => {
    const [g, x, weightGradient] = views as readonly [Reals, Reals, Reals];
    const [rows, outputs, inputs, accumulates] = sizes as readonly [number, number, number, number];
    for (let o = 0, to = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++, to++) {
        let even = 0;
        let odd = 0;
        for (let row = 0; row < rows; row += 2) even += g[row * outputs + o]! * x[row * inputs + i]!;
        for (let row = 1; row < rows; row += 2) odd += g[row * outputs + o]! * x[row * inputs + i]!;
        weightGradient[to] = accumulates === 1 ? weightGradient[to]! + (even + odd) : even + odd;
      }
    }
  },
};

export function weightGradient(
  gradient: Tensor,
  x: Tensor,
  result: Tensor,
  rows: Size,
  outputs: number,
  inputs: number,
  accumulates: boolean,
): KernelCall {
  return {
    kernel,
    tensors: [gradient, x, result],
    sizes: [rows, outputs, inputs, accumulates ? 1 : 0],
    reals: [],
  };
}
