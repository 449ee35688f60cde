import type { Loss } from './loss.ts';

/** Mean over every output of every row, as PyTorch's MSELoss. */
export const meanSquaredError: Loss = {
  title: 'Mean squared error',
  formula: 'mean of (y - target)²',
  tasks: ['regression'],
  forward: (outputs, targets, rows, columns) => {
    const count = rows * columns;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const difference = outputs[i]! - targets[i]!;
      sum += difference * difference;
    }
    return sum / count;
  },
  backward: (outputs, targets, rows, columns, gradient) => {
    const count = rows * columns;
    for (let i = 0; i < count; i++) gradient[i] = (2 * (outputs[i]! - targets[i]!)) / count;
  },
  toPrediction: () => undefined,
};
