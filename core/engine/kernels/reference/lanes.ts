/** Between rows, one per example, and lanes, one per column: see neurons.ts. */
import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** Some lanes that stand side by side. */
export interface LaneBlock {
  readonly tensor: Tensor;
  /** Entry at which the first one starts. */
  readonly first: number;
  /** Entries from one to the next. */
  readonly distance: number;
}

/** lanes[column][row] = rows[row, column]. sizes: rows, columns, first, distance */
const toLanesKernel: Kernel = {
  name: 'toLanes',
  run: (views, sizes) => {
    const [from, lanes] = views as readonly [Reals, Reals];
    const [rows, columns, first, distance] = sizes as readonly [number, number, number, number];
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) lanes[first + column * distance + row] = from[at]!;
    }
  },
};

/** rows[row, column] = lanes[column][row]. sizes: rows, columns, first, distance */
const fromLanesKernel: Kernel = {
  name: 'fromLanes',
  run: (views, sizes) => {
    const [to, lanes] = views as readonly [Reals, Reals];
    const [rows, columns, first, distance] = sizes as readonly [number, number, number, number];
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) to[at] = lanes[first + column * distance + row]!;
    }
  },
};

const call = (kernel: Kernel, rows: Tensor, count: Size, columns: number, lanes: LaneBlock): KernelCall => ({
  kernel,
  tensors: [rows, lanes.tensor],
  sizes: [count, columns, lanes.first, lanes.distance],
  reals: [],
});

export const toLanes = (from: Tensor, count: Size, columns: number, lanes: LaneBlock): KernelCall =>
  call(toLanesKernel, from, count, columns, lanes);

export const fromLanes = (lanes: LaneBlock, to: Tensor, count: Size, columns: number): KernelCall =>
  call(fromLanesKernel, to, count, columns, lanes);
