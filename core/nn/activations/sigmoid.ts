import { logistic } from '../../tensor/elementary.ts';
import type { Activation } from './activation.ts';

export const sigmoid: Activation = {
  title: 'Sigmoid',
  formula: '1 / (1 + e^-z)',
  forward: logistic,
  derivative: (_, a) => a * (1 - a),
};
