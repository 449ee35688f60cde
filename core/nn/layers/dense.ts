import { preActivationId } from '../../engine/graph.ts';
import { activate } from '../../engine/ops/activate.ts';
import { weightedSum } from '../../engine/ops/weighted-sum.ts';
import { activations } from '../activations/registry.ts';
import type { LayerKind } from './layer-kind.ts';

/** Weighted sums of everything that is connected, plus a bias, through an activation. */
export const dense: LayerKind = {
  title: 'Dense',
  description: 'Each unit is a weighted sum of its inputs plus a bias, through the activation.',
  role: 'hidden',
  hasActivation: true,
  takesConnections: true,
  takesBias: true,
  parameters: ({ size, hasBias }) => (hasBias ? [{ name: 'bias', shape: [size] }] : []),
  formula: ({ hasBias, activation }) => {
    const sum = hasBias ? 'z = Σ x·w + b' : 'z = Σ x·w';
    return activation === 'linear' ? sum : `${sum},  a = ${activations[activation].formula}`;
  },
  lower: ({ id, size, activation, hasBias }, incoming, parameterId) => {
    const bias = hasBias ? parameterId('bias') : null;
    // A linear layer's sum is its output: no second buffer, no second pass.
    if (activation === 'linear') return [weightedSum(id, size, incoming, bias)];
    const sum = weightedSum(preActivationId(id), size, incoming, bias);
    return [sum, activate(id, sum.id, activations[activation])];
  },
};
