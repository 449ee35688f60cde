/** The reference kernels: plain loops in float64, the same bits on every machine. */
import type { Kernels } from './kernels.ts';

export const portable: Kernels = {
  name: 'portable float64',

  startSum: (sum, bias, rows, outputs) => {
    for (let row = 0, i = 0; row < rows; row++) {
      for (let o = 0; o < outputs; o++, i++) sum[i] = bias === null ? 0 : bias[o]!;
    }
  },

  addProduct: (x, weight, sum, rows, inputs, outputs) => {
    for (let row = 0; row < rows; row++) {
      const xRow = row * inputs;
      for (let o = 0; o < outputs; o++) {
        const weightRow = o * inputs;
        let total = sum[row * outputs + o]!;
        for (let i = 0; i < inputs; i++) total += x[xRow + i]! * weight[weightRow + i]!;
        sum[row * outputs + o] = total;
      }
    }
  },

  addInputGradient: (sumGradient, weight, xGradient, rows, inputs, outputs) => {
    for (let row = 0; row < rows; row++) {
      const xRow = row * inputs;
      for (let o = 0; o < outputs; o++) {
        const g = sumGradient[row * outputs + o]!;
        const weightRow = o * inputs;
        for (let i = 0; i < inputs; i++) xGradient[xRow + i]! += g * weight[weightRow + i]!;
      }
    }
  },

  weightGradient: (sumGradient, x, mask, weightGradient, rows, inputs, outputs) => {
    weightGradient.fill(0);
    for (let row = 0; row < rows; row++) {
      const xRow = row * inputs;
      for (let o = 0; o < outputs; o++) {
        const g = sumGradient[row * outputs + o]!;
        const weightRow = o * inputs;
        for (let i = 0; i < inputs; i++) weightGradient[weightRow + i]! += g * x[xRow + i]!;
      }
    }
    if (mask) for (let i = 0; i < mask.length; i++) if (mask[i] === 0) weightGradient[i] = 0;
  },

  biasGradient: (sumGradient, biasGradient, rows, outputs) => {
    biasGradient.fill(0);
    for (let row = 0, i = 0; row < rows; row++) {
      for (let o = 0; o < outputs; o++, i++) biasGradient[o]! += sumGradient[i]!;
    }
  },

  activate: ({ forward }, z, a, count) => {
    for (let i = 0; i < count; i++) a[i] = forward(z[i]!);
  },

  activationGradient: ({ derivative }, z, a, aGradient, zGradient, count) => {
    for (let i = 0; i < count; i++) zGradient[i]! += aGradient[i]! * derivative(z[i]!, a[i]!);
  },
};
