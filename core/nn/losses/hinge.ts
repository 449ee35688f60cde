import type { Loss } from './loss.ts';

/**
 * Mean over every output of max(0, 1 - s y), where s = 2 target - 1 is +1 or -1: right answers count as wrong until they are
 * right by 1. Several outputs are several yes-or-no questions.
 *
 * @see Cortes and Vapnik, "Support-vector networks", 1995
 */
export const hinge: Loss = {
  title: 'Hinge',
  formula: 'mean of max(0, 1 - s·y),  s = 2 target - 1',
  tasks: ['binary'],
  forward: (outputs, targets, rows, columns) => {
    const count = rows * columns;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += Math.max(0, 1 - (2 * targets[i]! - 1) * outputs[i]!);
    return sum / count;
  },
  backward: (outputs, targets, rows, columns, gradient) => {
    const count = rows * columns;
    for (let i = 0; i < count; i++) {
      const side = 2 * targets[i]! - 1;
      gradient[i] = side * outputs[i]! < 1 ? -side / count : 0;
    }
  },
  /** Above 0 is yes: brought to 0 and 1 by the side, with 0.5 in between. */
  toPrediction: (row) => {
    for (let i = 0; i < row.length; i++) row[i] = Math.max(0, Math.min(1, 0.5 * (1 + row[i]!)));
  },
};
