import type { Loss } from './loss.ts';

/** Where the parabola ends and the straight line begins. */
const DELTA = 1;

/** Mean of d²/2 for small differences d and |d| - 1/2 for large ones. @see Huber 1964; PyTorch's HuberLoss */
export const huber: Loss = {
  title: 'Huber',
  formula: 'mean of d²/2 if |d| < 1, else |d| - 1/2,  d = y - target',
  tasks: ['regression'],
  forward: (outputs, targets, rows, columns) => {
    const count = rows * columns;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const size = Math.abs(outputs[i]! - targets[i]!);
      sum += size < DELTA ? 0.5 * size * size : DELTA * (size - 0.5 * DELTA);
    }
    return sum / count;
  },
  backward: (outputs, targets, rows, columns, gradient) => {
    const count = rows * columns;
    for (let i = 0; i < count; i++) {
      gradient[i] = Math.max(-DELTA, Math.min(DELTA, outputs[i]! - targets[i]!)) / count;
    }
  },
  toPrediction: () => undefined,
};
