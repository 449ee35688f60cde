import type { Reals } from '../../tensor/reals.ts';
import { exponential, logarithm } from '../../tensor/elementary.ts';
import type { Loss } from './loss.ts';

/**
 * Cross-entropy of softmax(logits) against a distribution over classes (one-hot as a rule), mean over rows:
 * logsumexp(y) - Σ target·y, for targets that sum to 1.
 *
 * @see PyTorch's CrossEntropyLoss
 */
export const softmaxCrossEntropy: Loss = {
  title: 'Softmax cross-entropy',
  formula: 'mean of ln Σ e^y - y[target]   (y: logits)',
  tasks: ['classes'],
  forward: (outputs, targets, rows, columns) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      const largest = maximum(outputs, start, columns);
      let total = 0;
      let dot = 0;
      for (let i = start; i < start + columns; i++) {
        total += exponential(outputs[i]! - largest);
        dot += targets[i]! * (outputs[i]! - largest);
      }
      sum += logarithm(total) - dot;
    }
    return sum / rows;
  },
  backward: (outputs, targets, rows, columns, gradient) => {
    for (let row = 0; row < rows; row++) {
      const start = row * columns;
      softmax(outputs, start, columns, gradient);
      for (let i = start; i < start + columns; i++) gradient[i] = (gradient[i]! - targets[i]!) / rows;
    }
  },
  toPrediction: (row) => softmax(row, 0, row.length, row),
};

function maximum(values: Reals, start: number, count: number): number {
  let largest = -Infinity;
  for (let i = start; i < start + count; i++) if (!(values[i]! <= largest)) largest = values[i]!;
  return largest;
}

function softmax(values: Reals, start: number, count: number, into: Reals): void {
  const largest = maximum(values, start, count);
  let total = 0;
  for (let i = start; i < start + count; i++) {
    const e = exponential(values[i]! - largest);
    into[i] = e;
    total += e;
  }
  for (let i = start; i < start + count; i++) into[i]! /= total;
}
