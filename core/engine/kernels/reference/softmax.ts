import { exponential } from '../../../tensor/elementary.ts';
import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** Writes e^(x - max) / Σ e^(x - max) of `count` entries of `from` to `to`; the largest is taken off so that nothing overflows. */
export function softmaxOf(from: Reals, fromStart: number, to: Reals, toStart: number, count: number): void {
  let largest = -Infinity;
  for (let i = 0; i < count; i++) largest = Math.max(largest, from[fromStart + i]!);
  let total = 0;
  for (let i = 0; i < count; i++) {
    const e = exponential(from[fromStart + i]! - largest);
    to[toStart + i] = e;
    total += e;
  }
  for (let i = 0; i < count; i++) to[toStart + i]! /= total;
}

/** y = softmax of each row of x. sizes: rows, width */
const forwardKernel: Kernel = {
  name: 'softmax',
  run: (views, sizes) => {
    const [x, y] = views as readonly [Reals, Reals];
    const [rows, width] = sizes as readonly [number, number];
    for (let row = 0; row < rows; row++) softmaxOf(x, row * width, y, row * width, width);
  },
};

/** dx (+)= y · (dy - Σ dy · y), per row. sizes: rows, width, accumulates */
const backwardKernel: Kernel = {
  name: 'softmaxGradient',
  run: (views, sizes) => {
    const [y, dy, dx] = views as readonly [Reals, Reals, Reals];
    const [rows, width, accumulates] = sizes as readonly [number, number, number];
    for (let start = 0; start < rows * width; start += width) {
      let dot = 0;
      for (let i = start; i < start + width; i++) dot += dy[i]! * y[i]!;
      for (let i = start; i < start + width; i++) {
        const gradient = y[i]! * (dy[i]! - dot);
        dx[i] = accumulates === 1 ? dx[i]! + gradient : gradient;
      }
    }
  },
};

export const softmax = (x: Tensor, y: Tensor, rows: Size, width: number): KernelCall => ({
  kernel: forwardKernel,
  tensors: [x, y],
  sizes: [rows, width],
  reals: [],
});

export const softmaxGradient = (
  y: Tensor,
  dy: Tensor,
  dx: Tensor,
  rows: Size,
  width: number,
  accumulates: boolean,
): KernelCall => ({
  kernel: backwardKernel,
  tensors: [y, dy, dx],
  sizes: [rows, width, accumulates ? 1 : 0],
  reals: [],
});
