import type { Activation } from './activation.ts';

const SLOPE = 0.01;

export const leakyRelu: Activation = {
  title: 'Leaky ReLU',
  formula: 'z if z > 0, else 0.01 z',
  forward: (z) => (z > 0 ? z : SLOPE * z),
  derivative: (z) => (z > 0 ? 1 : SLOPE),
};
