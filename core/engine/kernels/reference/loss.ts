import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** A loss over rows of outputs and targets, both [rows, columns]. */
export interface LossFunction {
  readonly forward: (outputs: Reals, targets: Reals, rows: number, columns: number) => number;
  /** Writes dLoss/dOutput, same shape as outputs. */
  readonly backward: (outputs: Reals, targets: Reals, rows: number, columns: number, gradient: Reals) => void;
}

/** result[0] = loss. tensors: outputs, targets, result; sizes: rows, columns */
const forwardKernel = (loss: LossFunction): Kernel => ({
  name: 'loss',
  of: loss,
  run: (views, sizes) => {
    const [outputs, targets, result] = views as readonly [Reals, Reals, Reals];
    result[0] = loss.forward(outputs, targets, sizes[0]!, sizes[1]!);
  },
});

/** gradient = dLoss/dOutput. tensors: outputs, targets, gradient; sizes: rows, columns */
const backwardKernel = (loss: LossFunction): Kernel => ({
  name: 'lossGradient',
  of: loss,
  run: (views, sizes) => {
    const [outputs, targets, gradient] = views as readonly [Reals, Reals, Reals];
    loss.backward(outputs, targets, sizes[0]!, sizes[1]!, gradient);
  },
});

export const loss = (
  rule: LossFunction,
  outputs: Tensor,
  targets: Tensor,
  result: Tensor,
  rows: Size,
  columns: number,
): KernelCall => ({
  kernel: forwardKernel(rule),
  tensors: [outputs, targets, result],
  sizes: [rows, columns],
  reals: [],
});

export const lossGradient = (
  rule: LossFunction,
  outputs: Tensor,
  targets: Tensor,
  gradient: Tensor,
  rows: Size,
  columns: number,
): KernelCall => ({
  kernel: backwardKernel(rule),
  tensors: [outputs, targets, gradient],
  sizes: [rows, columns],
  reals: [],
});
