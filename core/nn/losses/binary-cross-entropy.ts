import { logistic, logOnePlusExp } from '../../tensor/elementary.ts';
import type { Loss } from './loss.ts';

/**
 * Binary cross-entropy from logits, mean over every output of every row: log(1 + e^y) - target·y, which never overflows.
 *
 * @see PyTorch's BCEWithLogitsLoss
 */
export const binaryCrossEntropy: Loss = {
  title: 'Binary cross-entropy',
  formula: 'mean of ln(1 + e^y) - target·y   (y: logit)',
  tasks: ['binary'],
  forward: (outputs, targets, rows, columns) => {
    const count = rows * columns;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += logOnePlusExp(outputs[i]!) - targets[i]! * outputs[i]!;
    return sum / count;
  },
  backward: (outputs, targets, rows, columns, gradient) => {
    const count = rows * columns;
    for (let i = 0; i < count; i++) gradient[i] = (logistic(outputs[i]!) - targets[i]!) / count;
  },
  toPrediction: (row) => {
    for (let i = 0; i < row.length; i++) row[i] = logistic(row[i]!);
  },
};
