import { epsilon, learningRate } from './fields.ts';
import type { Optimizer } from './optimizer.ts';

/** Divides by the root of all squared gradients so far. @see torch.optim.Adagrad */
export const adagrad: Optimizer = {
  title: 'Adagrad',
  formula: 's ← s + gradient²;  w ← w − learning rate · gradient / (√s + ε)',
  fields: { learningRate: learningRate(0.1), epsilon: epsilon(1e-10) },
  slots: ['square'],
  update: (values, gradient, [square], _step, { learningRate: rate = 0, epsilon: small = 0 }) => {
    for (let i = 0; i < values.length; i++) {
      const s = square![i]! + gradient[i]! * gradient[i]!;
      square![i] = s;
      values[i]! -= (rate * gradient[i]!) / (Math.sqrt(s) + small);
    }
  },
};
