import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** One factor: entry (row, column) stands at `start + row * rowStep + column * columnStep`; swapping the steps transposes. */
export interface Factor {
  readonly tensor: Tensor;
  readonly rowStep: number;
  readonly columnStep: number;
  /** First entry; 0 unless said. */
  readonly start?: number;
  /** Entries from one matrix of a batch to the next; 0 unless said. */
  readonly batchStep?: number;
}

export interface ProductOptions {
  readonly left: Factor;
  readonly right: Factor;
  /** Its columns lie side by side: `columnStep` is 1. */
  readonly result: Omit<Factor, 'columnStep'>;
  readonly rows: Size;
  readonly columns: Size;
  readonly inner: Size;
  /** Matrices to multiply; 1 unless said. */
  readonly count?: Size;
  /** result += instead of result = */
  readonly accumulates: boolean;
}

/**
 * result[m, n] = (accumulates ? result : 0) + Σₖ left[m, k] · right[k, n], for each of `count` matrices; terms are added in
 * the order of k.
 *
 * sizes: rows m, columns n, inner k, count, accumulates, then start, row step, column step, batch step of left, of right,
 * and start, row step, batch step of result.
 */
const kernel: Kernel = {
  name: 'product',
  run: (views, sizes) => {
    const [left, right, result] = views as readonly [Reals, Reals, Reals];
    const [m, n, k, count, accumulates] = sizes as readonly [number, number, number, number, number];
    for (let matrix = 0; matrix < count; matrix++) {
      const leftStart = sizes[5]! + matrix * sizes[8]!;
      const rightStart = sizes[9]! + matrix * sizes[12]!;
      const resultStart = sizes[13]! + matrix * sizes[15]!;
      const leftRow = sizes[6]!;
      const leftColumn = sizes[7]!;
      const rightRow = sizes[10]!;
      const rightColumn = sizes[11]!;
      const resultRow = sizes[14]!;
      for (let row = 0; row < m; row++) {
        for (let column = 0; column < n; column++) {
          const to = resultStart + row * resultRow + column;
          let total = accumulates === 1 ? result[to]! : 0;
          let l = leftStart + row * leftRow;
          let r = rightStart + column * rightColumn;
          for (let i = 0; i < k; i++, l += leftColumn, r += rightRow) total += left[l]! * right[r]!;
          result[to] = total;
        }
      }
    }
  },
};

export function product(options: ProductOptions): KernelCall {
  const { left, right, result, rows, columns, inner, count = 1, accumulates } = options;
  return {
    kernel,
    tensors: [left.tensor, right.tensor, result.tensor],
    sizes: [
      ...[rows, columns, inner, count, accumulates ? 1 : 0],
      ...[left.start ?? 0, left.rowStep, left.columnStep, left.batchStep ?? 0],
      ...[right.start ?? 0, right.rowStep, right.columnStep, right.batchStep ?? 0],
      ...[result.start ?? 0, result.rowStep, result.batchStep ?? 0],
    ],
    reals: [],
  };
}
