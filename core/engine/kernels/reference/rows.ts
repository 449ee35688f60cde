import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** result[row, column] = vector[column], or 0 without one. sizes: rows, columns */
const fillKernel: Kernel = {
  name: 'fillRows',
  run: (views, sizes) => {
    const [vector, result] = views as readonly [Reals | null, Reals];
    const [rows, columns] = sizes as readonly [number, number];
    for (let row = 0, to = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, to++) result[to] = vector === null ? 0 : vector[column]!;
    }
  },
};

export const fillRows = (vector: Tensor | null, result: Tensor, rows: Size, columns: number): KernelCall => ({
  kernel: fillKernel,
  tensors: [vector, result],
  sizes: [rows, columns],
  reals: [],
});

/** result[column] (+)= Σ_rows values[row, column], even and odd rows apart. sizes: rows, columns, accumulates */
const sumKernel: Kernel = {
  name: 'sumRows',
  run: (views, sizes) => {
    const [values, result] = views as readonly [Reals, Reals];
    const [rows, columns, accumulates] = sizes as readonly [number, number, number];
    for (let column = 0; column < columns; column++) {
      let even = 0;
      let odd = 0;
      for (let row = 0; row < rows; row += 2) even += values[row * columns + column]!;
      for (let row = 1; row < rows; row += 2) odd += values[row * columns + column]!;
      result[column] = accumulates === 1 ? result[column]! + (even + odd) : even + odd;
    }
  },
};

export const sumRows = (
  values: Tensor,
  result: Tensor,
  rows: Size,
  columns: number,
  accumulates: boolean,
): KernelCall => ({
  kernel: sumKernel,
  tensors: [values, result],
  sizes: [rows, columns, accumulates ? 1 : 0],
  reals: [],
});
