import { exponential, logarithm } from '../../../tensor/elementary.ts';
import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** Target of a row that does not count, as in PyTorch. */
export const IGNORED = -100;

/**
 * Softmax cross-entropy from logits, mean over the rows whose target is a class; and its gradient, written over the logits
 * when both tensors are the same one.
 *
 * tensors: logits [rows, classes], targets [rows], loss [1 + rows] (the mean, then each row's own), gradient [rows, classes]
 * or null for the loss alone; sizes: rows, classes. A target outside 0 .. classes - 1 other than -100 gives NaN.
 */
const kernel: Kernel = {
  name: 'classCrossEntropy',
  run: (views, sizes) => {
    const [logits, targets, loss, gradient] = views as readonly [Reals, Int32Array, Reals, Reals | null];
    const [rows, classes] = sizes as readonly [number, number];
    let counted = 0;
    for (let row = 0; row < rows; row++) if (targets[row] !== IGNORED) counted++;
    let total = 0;
    for (let row = 0; row < rows; row++) {
      const start = row * classes;
      const target = targets[row]!;
      if (target === IGNORED) {
        loss[1 + row] = 0;
        gradient?.fill(0, start, start + classes);
        continue;
      }
      let largest = -Infinity;
      for (let i = 0; i < classes; i++) largest = Math.max(largest, logits[start + i]!);
      let sum = 0;
      for (let i = 0; i < classes; i++) sum += exponential(logits[start + i]! - largest);
      const own = target >= 0 && target < classes ? logits[start + target]! : NaN;
      const rowLoss = logarithm(sum) + largest - own;
      loss[1 + row] = rowLoss;
      total += rowLoss;
      if (!gradient) continue;
      for (let i = 0; i < classes; i++) {
        const probability = exponential(logits[start + i]! - largest) / sum;
        gradient[start + i] = (probability - (i === target ? 1 : 0)) / counted;
      }
    }
    loss[0] = counted === 0 ? 0 : total / counted;
  },
};

export const classCrossEntropy = (
  logits: Tensor,
  targets: Tensor,
  loss: Tensor,
  gradient: Tensor | null,
  rows: Size,
  classes: number,
): KernelCall => ({ kernel, tensors: [logits, targets, loss, gradient], sizes: [rows, classes], reals: [] });
