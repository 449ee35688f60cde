import { exponential } from '../../tensor/elementary.ts';
import { errorFunction } from '../../tensor/error-function.ts';
import type { Activation } from './activation.ts';

/** Exact GELU: z times the normal distribution's Φ(z). @see Hendrycks and Gimpel, 2016 */
export const gelu: Activation = {
  title: 'GELU',
  formula: 'z/2 (1 + erf(z/√2))',
  slopeNeedsOnlyInput: true,
  forward: (z) => 0.5 * z * (1 + errorFunction(z * Math.SQRT1_2)),
  derivative: (z) =>
    0.5 * (1 + errorFunction(z * Math.SQRT1_2)) + (z * exponential(-0.5 * z * z)) / Math.sqrt(2 * Math.PI),
};
