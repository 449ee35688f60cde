import { adamRule, adamUpdate } from './adam-family.ts';
import { betas, epsilon, l1, learningRate, weightDecay } from './fields.ts';
import type { Optimizer } from './optimizer.ts';

/** @see Loshchilov and Hutter, "Decoupled weight decay regularization", 2017; torch.optim.AdamW */
export const adamw: Optimizer = {
  title: 'AdamW',
  formula: 'w ← w · (1 − learning rate · decay), then as Adam',
  fields: { learningRate: learningRate(0.01), ...betas, epsilon: epsilon(), weightDecay: weightDecay(0.01), l1 },
  slots: ['mean', 'square'],
  update: adamUpdate(true, false),
  rule: adamRule(true, false),
};
