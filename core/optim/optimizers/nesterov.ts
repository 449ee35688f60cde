import { learningRate, momentumField, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';
import { numbers, regularisedGradient } from './rule.ts';

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
      {
        left: 'w',
        text: `w − learning rate · (${gradient} + momentum · v)`,
        numbers: numbers`${w} − ${rate} · (${g} + ${kept} · ${v})`,
        value: w - rate * (g + kept * v),
      },
    ];
  },
};
