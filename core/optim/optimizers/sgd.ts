import { learningRate, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';

/** Gradient descent on the batch; weight decay is added to the gradient. @see torch.optim.SGD */
export const sgd: Optimizer = {
  title: 'SGD',
  formula: 'w ← w − learning rate · gradient',
  fields: { learningRate: learningRate(0.1), ...regularisation },
  slots: [],
  update: (values, gradient, _slots, _step, { learningRate: rate = 0, weightDecay = 0, l1 = 0 }) => {
    for (let i = 0; i < values.length; i++) {
      values[i]! -= rate * regularised(gradient[i]!, values[i]!, weightDecay, l1);
    }
  },
};
