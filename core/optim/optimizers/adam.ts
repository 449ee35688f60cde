import { adamRule, adamUpdate } from './adam-family.ts';
import { betas, epsilon, learningRate, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';

/** @see Kingma and Ba, "Adam", 2014; torch.optim.Adam */
export const adam: Optimizer = {
  title: 'Adam',
  formula: 'm, v ← running means of gradient, gradient²;  w ← w − learning rate · m̂ / (√v̂ + ε)',
  fields: { learningRate: learningRate(0.01), ...betas, epsilon: epsilon(), ...regularisation },
  slots: ['mean', 'square'],
  update: adamUpdate(false, false),
  rule: adamRule(false, false),
};
