import { cosine, sine as sineOf } from '../../tensor/elementary.ts';
import type { Activation } from './activation.ts';

/** @see Sitzmann et al., "Implicit neural representations with periodic activation functions", 2020 */
export const sine: Activation = {
  title: 'Sine',
  formula: 'sin(z)',
  forward: sineOf,
  derivative: cosine,
};
