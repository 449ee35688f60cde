import type { LayerKind } from './layer-kind.ts';
import { activations } from '../activations/registry.ts';

/** Weighted sums of everything that is connected, plus a bias, through an activation. */
export const dense: LayerKind = {
  title: 'Dense',
  description: 'Each unit is a weighted sum of its inputs plus a bias, through the activation.',
  role: 'hidden',
  hasActivation: true,
  takesConnections: true,
  parameters: ({ size, hasBias }) => (hasBias ? [{ name: 'bias', shape: [size] }] : []),
  formula: ({ hasBias, activation }) => {
    const sum = hasBias ? 'z = Σ x·w + b' : 'z = Σ x·w';
    return activation === 'linear' ? sum : `${sum},  a = ${activations[activation].formula}`;
  },
};
