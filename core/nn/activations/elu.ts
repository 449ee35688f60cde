import { exponential, exponentialMinus1 } from '../../tensor/elementary.ts';
import type { Activation } from './activation.ts';

/** @see Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units", 2015 */
export const elu: Activation = {
  title: 'ELU',
  formula: 'z if z > 0, else e^z - 1',
  forward: (z) => (z > 0 ? z : exponentialMinus1(z)),
  derivative: (z) => (z > 0 ? 1 : exponential(z)),
};
