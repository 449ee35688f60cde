import { logistic, logOnePlusExp } from '../../tensor/elementary.ts';
import type { Activation } from './activation.ts';

export const softplus: Activation = {
  title: 'Softplus',
  formula: 'ln(1 + e^z)',
  forward: logOnePlusExp,
  derivative: logistic,
};
