import { hyperbolicTangent } from '../../tensor/elementary.ts';
import type { Activation } from './activation.ts';

const SCALE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** The tanh approximation that GPT-2 uses. @see Hendrycks and Gimpel, 2016, section 2 */
export const geluTanh: Activation = {
  title: 'GELU (tanh)',
  formula: 'z/2 (1 + tanh(√(2/π) (z + 0.044715 z³)))',
  slopeNeedsOnlyInput: true,
  forward: (z) => 0.5 * z * (1 + hyperbolicTangent(SCALE * (z + CUBIC * z * z * z))),
  derivative: (z) => {
    const t = hyperbolicTangent(SCALE * (z + CUBIC * z * z * z));
    return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * SCALE * (1 + 3 * CUBIC * z * z);
  },
};
