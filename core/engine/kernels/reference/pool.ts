import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** result[example] = mean over positions of values[example, position]. sizes: examples, positions, width */
const forwardKernel: Kernel = {
  name: 'meanOverPositions',
  run: (views, sizes) => {
    const [values, result] = views as readonly [Reals, Reals];
    const [examples, positions, width] = sizes as readonly [number, number, number];
    for (let example = 0; example < examples; example++) {
      for (let i = 0; i < width; i++) {
        let total = 0;
        for (let p = 0; p < positions; p++) total += values[(example * positions + p) * width + i]!;
        result[example * width + i] = total / positions;
      }
    }
  },
};

/** Every position receives (adds) its share of the gradient. sizes: examples, positions, width, accumulates */
const backwardKernel: Kernel = {
  name: 'meanGradient',
  run: (views, sizes) => {
    const [gradient, target] = views as readonly [Reals, Reals];
    const [examples, positions, width, accumulates] = sizes as readonly [number, number, number, number];
    for (let row = 0; row < examples * positions; row++) {
      const from = Math.floor(row / positions) * width;
      for (let i = 0; i < width; i++) {
        const share = gradient[from + i]! / positions;
        target[row * width + i] = accumulates === 1 ? target[row * width + i]! + share : share;
      }
    }
  },
};

export const meanOverPositions = (
  values: Tensor,
  result: Tensor,
  examples: Size,
  positions: number,
  width: number,
): KernelCall => ({
  kernel: forwardKernel,
  tensors: [values, result],
  sizes: [examples, positions, width],
  reals: [],
});

export const meanGradient = (
  gradient: Tensor,
  target: Tensor,
  examples: Size,
  positions: number,
  width: number,
  accumulates: boolean,
): KernelCall => ({
  kernel: backwardKernel,
  tensors: [gradient, target],
  sizes: [examples, positions, width, accumulates ? 1 : 0],
  reals: [],
});
