import type { Loss } from './loss.ts';

/** Mean over every output of every row of |y - target|; the gradient at 0 is 0. @see PyTorch's L1Loss */
export const meanAbsoluteError: Loss = {
  title: 'Mean absolute error',
  formula: 'mean of |y - target|',
  tasks: ['regression'],
  forward: (outputs, targets, rows, columns) => {
    const count = rows * columns;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += Math.abs(outputs[i]! - targets[i]!);
    return sum / count;
  },
  backward: (outputs, targets, rows, columns, gradient) => {
    const count = rows * columns;
    for (let i = 0; i < count; i++) gradient[i] = Math.sign(outputs[i]! - targets[i]!) / count;
  },
  toPrediction: () => undefined,
};
