import { epsilon, learningRate, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';
import { numbers, regularisedGradient } from './rule.ts';

/** Divides by the root of all squared gradients so far. @see torch.optim.Adagrad */
export const adagrad: Optimizer = {
  title: 'Adagrad',
  formula: 's ← s + gradient²;  w ← w − learning rate · gradient / (√s + ε)',
  fields: { learningRate: learningRate(0.1), epsilon: epsilon(1e-10), ...regularisation },
  slots: ['square'],
  update: (values, gradient, [square], _step, settings) => {
    const { learningRate: rate = 0, epsilon: small = 0, weightDecay = 0, l1 = 0 } = settings;
    for (let i = 0; i < values.length; i++) {
      const g = regularised(gradient[i]!, values[i]!, weightDecay, l1);
      const s = square![i]! + g * g;
      square![i] = s;
      values[i]! -= (rate * g) / (Math.sqrt(s) + small);
    }
  },
  rule: (state) => {
    const { value: w, slots, settings } = state;
    const { learningRate: rate = 0, epsilon: small = 0 } = settings;
    const [before = 0] = slots;
    const { g, lines } = regularisedGradient(state);
    const s = before + g * g;
    const gradient = lines.length > 0 ? 'g' : 'gradient';
    return [
      ...lines,
      { left: 's', text: `s + ${gradient}²`, numbers: numbers`${before} + ${g}²`, value: s },
      {
        left: 'w',
        text: `w − learning rate · ${gradient} / (√s + ε)`,
        numbers: numbers`${w} − ${rate} · ${g} / (√${s} + ${small})`,
        value: w - (rate * g) / (Math.sqrt(s) + small),
      },
    ];
  },
};
