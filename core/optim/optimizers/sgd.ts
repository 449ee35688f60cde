import { learningRate, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';
import { numbers, regularisedGradient } from './rule.ts';

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
  rule: (state) => {
    const { value: w, settings } = state;
    const { learningRate: rate = 0 } = settings;
    const { g, lines } = regularisedGradient(state);
    const gradient = lines.length > 0 ? 'g' : 'gradient';
    return [
      ...lines,
      {
        left: 'w',
        text: `w − learning rate · ${gradient}`,
        numbers: numbers`${w} − ${rate} · ${g}`,
        value: w - rate * g,
      },
    ];
  },
};
