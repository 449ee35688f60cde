import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** A block of columns inside the rows of a wider matrix. */
export interface Columns {
  readonly tensor: Tensor;
  /** Columns of the whole matrix. */
  readonly width: number;
  /** First column of the block. */
  readonly first: number;
}

/** Copies (or adds) a block of columns. sizes: rows, columns, width and first of `from`, width and first of `to`, accumulates */
const kernel: Kernel = {
  name: 'copyColumns',
  run: (views, sizes) => {
    const [from, to] = views as readonly [Reals, Reals];
    const [rows, columns, fromWidth, fromFirst, toWidth, toFirst, accumulates] = sizes as readonly [
      ...[number, number, number, number],
      ...[number, number, number],
    ];
    for (let row = 0; row < rows; row++) {
      const source = row * fromWidth + fromFirst;
      const target = row * toWidth + toFirst;
      for (let i = 0; i < columns; i++) {
        to[target + i] = accumulates === 1 ? to[target + i]! + from[source + i]! : from[source + i]!;
      }
    }
  },
};

export const copyColumns = (
  from: Columns,
  to: Columns,
  rows: Size,
  columns: number,
  accumulates: boolean,
): KernelCall => ({
  kernel,
  tensors: [from.tensor, to.tensor],
  sizes: [rows, columns, from.width, from.first, to.width, to.first, accumulates ? 1 : 0],
  reals: [],
});
