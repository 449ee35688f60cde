import { adamRule, adamUpdate } from './adam-family.ts';
import { betas, epsilon, learningRate, regularisation } from './fields.ts';
import type { Optimizer } from './optimizer.ts';

/** @see Reddi, Kale and Kumar, "On the convergence of Adam and beyond", 2018; torch.optim.Adam(amsgrad=True) */
export const amsgrad: Optimizer = {
  title: 'AMSGrad',
  formula: 'as Adam, dividing by the largest v so far',
  fields: { learningRate: learningRate(0.01), ...betas, epsilon: epsilon(), ...regularisation },
  slots: ['mean', 'square', 'largest'],
  update: adamUpdate(false, true),
  rule: adamRule(false, true),
};
