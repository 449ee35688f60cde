import { learningRate, momentumField, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';

/** Momentum that looks one move ahead. @see torch.optim.SGD(nesterov=True) */
export const nesterov: Optimizer = {
  title: 'Nesterov momentum',
  formula: 'v ← momentum · v + gradient;  w ← w − learning rate · (gradient + momentum · v)',
  fields: { learningRate: learningRate(0.05), momentum: momentumField, ...regularisation },
  slots: ['velocity'],
  update: (
    values,
    gradient,
    [velocity],
    _step,
    { learningRate: rate = 0, momentum: kept = 0, weightDecay = 0, l1 = 0 },
  ) => {
    for (let i = 0; i < values.length; i++) {
      const g = regularised(gradient[i]!, values[i]!, weightDecay, l1);
      const v = kept * velocity![i]! + g;
      velocity![i] = v;
      values[i]! -= rate * (g + kept * v);
    }
  },
};
