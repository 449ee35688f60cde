/** Normalisation of each row to a common scale: LayerNorm and RMSNorm, forward and backward. */
import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/**
 * y = (x - mean) / √(variance + ε) · scale + shift, per row, with the biased variance; RMSNorm leaves the mean out.
 * `statistics` [rows, 2] keeps mean and 1/√(variance + ε) for backward.
 *
 * tensors: x, scale or null, shift or null, y, statistics; sizes: rows, width, isCentred; reals: ε
 */
const forwardKernel: Kernel = {
  name: 'normalize',
  run: (views, sizes, reals) => {
    const [x, scale, shift, y, statistics] = views as readonly [Reals, Reals | null, Reals | null, Reals, Reals];
    const [rows, width, isCentred] = sizes as readonly [number, number, number];
    for (let row = 0; row < rows; row++) {
      const start = row * width;
      let mean = 0;
      if (isCentred === 1) {
        for (let i = 0; i < width; i++) mean += x[start + i]!;
        mean /= width;
      }
      let square = 0;
      for (let i = 0; i < width; i++) square += (x[start + i]! - mean) * (x[start + i]! - mean);
      const inverse = 1 / Math.sqrt(square / width + reals[0]!);
      statistics[2 * row] = mean;
      statistics[2 * row + 1] = inverse;
      for (let i = 0; i < width; i++) {
        const plain = (x[start + i]! - mean) * inverse;
        const scaled = scale === null ? plain : plain * scale[i]!;
        y[start + i] = shift === null ? scaled : scaled + shift[i]!;
      }
    }
  },
};

/**
 * With x̂ = (x - mean) · inverse and t = dy · scale:  dx (+)= inverse · (t - mean(t) - x̂ · mean(t · x̂)); RMSNorm leaves
 * mean(t) out.
 *
 * tensors: dy, x, scale or null, statistics, dx; sizes: rows, width, isCentred, accumulates
 */
const inputGradientKernel: Kernel = {
  name: 'normalizeInputGradient',
  run: (views, sizes) => {
    const [dy, x, scale, statistics, dx] = views as readonly [Reals, Reals, Reals | null, Reals, Reals];
    const [rows, width, isCentred, accumulates] = sizes as readonly [number, number, number, number];
    for (let row = 0; row < rows; row++) {
      const start = row * width;
      const mean = statistics[2 * row]!;
      const inverse = statistics[2 * row + 1]!;
      let sum = 0;
      let product = 0;
      for (let i = start; i < start + width; i++) {
        const t = scale === null ? dy[i]! : dy[i]! * scale[i - start]!;
        sum += t;
        product += t * (x[i]! - mean) * inverse;
      }
      const lost = isCentred === 1 ? sum / width : 0;
      product /= width;
      for (let i = start; i < start + width; i++) {
        const t = scale === null ? dy[i]! : dy[i]! * scale[i - start]!;
        const gradient = inverse * (t - lost - (x[i]! - mean) * inverse * product);
        dx[i] = accumulates === 1 ? dx[i]! + gradient : gradient;
      }
    }
  },
};

/**
 * dscale (+)= Σ_rows dy · x̂;  dshift (+)= Σ_rows dy.
 *
 * tensors: dy, x, statistics, dscale, dshift or null; sizes: rows, width, accumulates (both)
 */
const parameterGradientKernel: Kernel = {
  name: 'normalizeParameterGradient',
  run: (views, sizes) => {
    const [dy, x, statistics, dscale, dshift] = views as readonly [Reals, Reals, Reals, Reals, Reals | null];
    const [rows, width, accumulates] = sizes as readonly [number, number, number];
    for (let i = 0; i < width; i++) {
      let scaleSum = 0;
      let shiftSum = 0;
      for (let row = 0; row < rows; row++) {
        const g = dy[row * width + i]!;
        scaleSum += g * (x[row * width + i]! - statistics[2 * row]!) * statistics[2 * row + 1]!;
        shiftSum += g;
      }
      dscale[i] = accumulates === 1 ? dscale[i]! + scaleSum : scaleSum;
      if (dshift) dshift[i] = accumulates === 1 ? dshift[i]! + shiftSum : shiftSum;
    }
  },
};

export interface Normalization {
  readonly rows: Size;
  readonly width: number;
  readonly isCentred: boolean;
  /** [rows, 2] */
  readonly statistics: Tensor;
}

const bit = (value: boolean): number => (value ? 1 : 0);

export const normalize = (
  { rows, width, isCentred, statistics }: Normalization,
  x: Tensor,
  scale: Tensor | null,
  shift: Tensor | null,
  y: Tensor,
  epsilon: number,
): KernelCall => ({
  kernel: forwardKernel,
  tensors: [x, scale, shift, y, statistics],
  sizes: [rows, width, bit(isCentred)],
  reals: [epsilon],
});

export const normalizeInputGradient = (
  { rows, width, isCentred, statistics }: Normalization,
  dy: Tensor,
  x: Tensor,
  scale: Tensor | null,
  dx: Tensor,
  accumulates: boolean,
): KernelCall => ({
  kernel: inputGradientKernel,
  tensors: [dy, x, scale, statistics, dx],
  sizes: [rows, width, bit(isCentred), bit(accumulates)],
  reals: [],
});

export const normalizeParameterGradient = (
  { rows, width, statistics }: Normalization,
  dy: Tensor,
  x: Tensor,
  dscale: Tensor,
  dshift: Tensor | null,
  accumulates: boolean,
): KernelCall => ({
  kernel: parameterGradientKernel,
  tensors: [dy, x, statistics, dscale, dshift],
  sizes: [rows, width, bit(accumulates)],
  reals: [],
});
