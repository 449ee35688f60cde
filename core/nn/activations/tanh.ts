import { hyperbolicTangent } from '../../tensor/elementary.ts';
import type { Activation } from './activation.ts';

export const tanh: Activation = {
  title: 'Tanh',
  formula: 'tanh(z)',
  forward: hyperbolicTangent,
  derivative: (_, a) => 1 - a * a,
};
