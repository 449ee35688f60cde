import { learningRate, weightDecay } from './fields.ts';
import type { Optimizer } from './optimizer.ts';

/** Gradient descent on the batch; weight decay is added to the gradient. @see torch.optim.SGD */
export const sgd: Optimizer = {
  title: 'SGD',
  formula: 'w ← w − learning rate · gradient',
  fields: { learningRate: learningRate(0.1), weightDecay: weightDecay() },
  slots: [],
  update: (values, gradient, _slots, _step, { learningRate: rate = 0, weightDecay: decay = 0 }) => {
    for (let i = 0; i < values.length; i++) values[i]! -= rate * (gradient[i]! + decay * values[i]!);
  },
};
