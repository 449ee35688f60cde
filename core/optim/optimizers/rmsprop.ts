import type { NumberField } from '../../settings/field.ts';
import { epsilon, learningRate, momentumField, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';
import { numbers, regularisedGradient } from './rule.ts';

export const smoothing: NumberField = {
  label: 'Smoothing',
  description: 'How long the running mean of squared gradients remembers.',
  initial: 0.99,
  min: 0,
  max: 0.99999,
};

/** Divides by the running root mean square; epsilon stands outside the root. @see torch.optim.RMSprop */
export const rmsprop: Optimizer = {
  title: 'RMSProp',
  formula: 's ← α s + (1 − α) gradient²;  w ← w − learning rate · gradient / (√s + ε)',
  fields: {
    learningRate: learningRate(0.01),
    smoothing,
    momentum: { ...momentumField, initial: 0 },
    epsilon: epsilon(),
    ...regularisation,
  },
  slots: ['square', 'velocity'],
  update: (values, gradient, [square, velocity], _step, settings) => {
    const { learningRate: rate = 0, smoothing: alpha = 0, momentum: kept = 0, epsilon: small = 0 } = settings;
    const { weightDecay = 0, l1 = 0 } = settings;
    for (let i = 0; i < values.length; i++) {
      const g = regularised(gradient[i]!, values[i]!, weightDecay, l1);
      const s = alpha * square![i]! + (1 - alpha) * g * g;
      square![i] = s;
      const v = kept * velocity![i]! + g / (Math.sqrt(s) + small);
      velocity![i] = v;
      values[i]! -= rate * v;
    }
  },
  rule: (state) => {
    const { value: w, slots, settings } = state;
    const { learningRate: rate = 0, smoothing: alpha = 0, momentum: kept = 0, epsilon: small = 0 } = settings;
    const [square = 0, velocity = 0] = slots;
    const { g, lines } = regularisedGradient(state);
    const s = alpha * square + (1 - alpha) * g * g;
    const v = kept * velocity + g / (Math.sqrt(s) + small);
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
        left: 'v',
        text: `${keptText}${gradient} / (√s + ε)`,
        numbers: [...keptNumbers, ...numbers`${g} / (√${s} + ${small})`],
        value: v,
      },
      { left: 'w', text: 'w − learning rate · v', numbers: numbers`${w} − ${rate} · ${v}`, value: w - rate * v },
    ];
  },
};
