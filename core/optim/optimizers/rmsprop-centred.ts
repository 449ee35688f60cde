import { epsilon, learningRate, momentumField, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';
import { numbers, regularisedGradient } from './rule.ts';
import { smoothing } from './rmsprop.ts';

/** RMSProp over the gradient's variance instead of its square. @see torch.optim.RMSprop(centered=True) */
export const rmspropCentred: Optimizer = {
  title: 'RMSProp, centred',
  formula: 's, m ← running means of gradient², gradient;  w ← w − learning rate · gradient / (√(s − m²) + ε)',
  fields: {
    learningRate: learningRate(0.01),
    smoothing,
    momentum: { ...momentumField, initial: 0 },
    epsilon: epsilon(),
    ...regularisation,
  },
  slots: ['square', 'mean', 'velocity'],
  update: (values, gradient, [square, mean, velocity], _step, settings) => {
    const { learningRate: rate = 0, smoothing: alpha = 0, momentum: kept = 0, epsilon: small = 0 } = settings;
    const { weightDecay = 0, l1 = 0 } = settings;
    for (let i = 0; i < values.length; i++) {
      const g = regularised(gradient[i]!, values[i]!, weightDecay, l1);
      const s = alpha * square![i]! + (1 - alpha) * g * g;
      const m = alpha * mean![i]! + (1 - alpha) * g;
      square![i] = s;
      mean![i] = m;
      // Rounding can take the variance a hair below zero, of which a root would be NaN.
      const v = kept * velocity![i]! + g / (Math.sqrt(Math.max(0, s - m * m)) + small);
      velocity![i] = v;
      values[i]! -= rate * v;
    }
  },
  rule: (state) => {
    const { value: w, slots, settings } = state;
    const { learningRate: rate = 0, smoothing: alpha = 0, momentum: kept = 0, epsilon: small = 0 } = settings;
    const [square = 0, mean = 0, velocity = 0] = slots;
    const { g, lines } = regularisedGradient(state);
    const s = alpha * square + (1 - alpha) * g * g;
    const m = alpha * mean + (1 - alpha) * g;
    const v = kept * velocity + g / (Math.sqrt(Math.max(0, s - m * m)) + small);
    const gradient = lines.length > 0 ? 'g' : 'gradient';
    const keptText = kept > 0 ? 'momentum · v + ' : '';
    const keptNumbers = kept > 0 ? numbers`${kept} · ${velocity} + ` : [];
    return [
      ...lines,
      {
        left: 's',
        text: `α s + (1 − α) · ${gradient}²`,
        numbers: numbers`${alpha} · ${square} + ${1 - alpha} · ${g}²`,
        value: s,
      },
      {
        left: 'm',
        text: `α m + (1 − α) · ${gradient}`,
        numbers: numbers`${alpha} · ${mean} + ${1 - alpha} · ${g}`,
        value: m,
      },
      {
        left: 'v',
        text: `${keptText}${gradient} / (√(s − m²) + ε)`,
        numbers: [...keptNumbers, ...numbers`${g} / (√(${s} − ${m}²) + ${small})`],
        value: v,
      },
      { left: 'w', text: 'w − learning rate · v', numbers: numbers`${w} − ${rate} · ${v}`, value: w - rate * v },
    ];
  },
};
