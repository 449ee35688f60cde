import type { Activation } from './activation.ts';

export const linear: Activation = {
  title: 'Linear',
  formula: 'z',
  forward: (z) => z,
  derivative: () => 1,
};
