import { learningRate, momentumField, weightDecay } from './fields.ts';
import type { Optimizer } from './optimizer.ts';

/** Momentum that looks one move ahead. @see torch.optim.SGD(nesterov=True) */
export const nesterov: Optimizer = {
  title: 'Nesterov momentum',
  formula: 'v ← momentum · v + gradient;  w ← w − learning rate · (gradient + momentum · v)',
  fields: { learningRate: learningRate(0.05), momentum: momentumField, weightDecay: weightDecay() },
  slots: ['velocity'],
  update: (
    values,
    gradient,
    [velocity],
    _step,
    { learningRate: rate = 0, momentum: kept = 0, weightDecay: decay = 0 },
  ) => {
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i]! + decay * values[i]!;
      const v = kept * velocity![i]! + g;
      velocity![i] = v;
      values[i]! -= rate * (g + kept * v);
    }
  },
};
