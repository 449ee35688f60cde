import type { Activation } from './activation.ts';

export const relu: Activation = {
  title: 'ReLU',
  formula: 'max(0, z)',
  forward: (z) => (z > 0 ? z : z === z ? 0 : z),
  derivative: (z) => (z > 0 ? 1 : 0),
};
