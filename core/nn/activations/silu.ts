import { logistic } from '../../tensor/elementary.ts';
import type { Activation } from './activation.ts';

/** @see Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units", 2017; also called swish */
export const silu: Activation = {
  title: 'SiLU (swish)',
  formula: 'z / (1 + e^-z)',
  forward: (z) => z * logistic(z),
  derivative: (z) => {
    const s = logistic(z);
    return s + z * s * (1 - s);
  },
};
