import { exponential, exponentialMinus1 } from '../../tensor/elementary.ts';
import type { Activation } from './activation.ts';

const SCALE = 1.0507009873554805;
const ALPHA = 1.6732632423543772;

/** ELU scaled so that mean 0 and variance 1 stay so from layer to layer. @see Klambauer et al. 2017; torch.nn.SELU */
export const selu: Activation = {
  title: 'SELU',
  formula: '1.0507 z if z > 0, else 1.7581 (e^z - 1)',
  forward: (z) => SCALE * (z > 0 ? z : ALPHA * exponentialMinus1(z)),
  derivative: (z) => SCALE * (z > 0 ? 1 : ALPHA * exponential(z)),
};
