import { learningRate, momentumField, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';
import { numbers, regularisedGradient } from './rule.ts';

/** A moving sum of gradients; the first sum is the first gradient, undamped. @see torch.optim.SGD(momentum=...) */
export const momentum: Optimizer = {
  title: 'Momentum',
  formula: 'v ← momentum · v + gradient;  w ← w − learning rate · v',
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
      const v = kept * velocity![i]! + regularised(gradient[i]!, values[i]!, weightDecay, l1);
      velocity![i] = v;
      values[i]! -= rate * v;
    }
  },
  rule: (state) => {
    const { value: w, slots, settings } = state;
    const { learningRate: rate = 0, momentum: kept = 0 } = settings;
    const [before = 0] = slots;
    const { g, lines } = regularisedGradient(state);
    const v = kept * before + g;
    const gradient = lines.length > 0 ? 'g' : 'gradient';
    return [
      ...lines,
      { left: 'v', text: `momentum · v + ${gradient}`, numbers: numbers`${kept} · ${before} + ${g}`, value: v },
      { left: 'w', text: 'w − learning rate · v', numbers: numbers`${w} − ${rate} · ${v}`, value: w - rate * v },
    ];
  },
};
