import { softmax as softmaxOp } from '../../engine/ops/softmax.ts';
import type { LayerKind } from './layer-kind.ts';

/**
 * y = e^x / Σ e^x over the width: shares that sum to 1. As a layer of its own, since every share depends on all of x; before a
 * cross-entropy it is not needed, which takes the logits.
 *
 * @see Bridle, "Probabilistic interpretation of feedforward classification network outputs", 1990
 */
export const softmax: LayerKind = {
  title: 'Softmax',
  description: 'Turns a layer into shares that sum to 1: the larger a number, the larger its share.',
  role: 'hidden',
  hasActivation: false,
  takesConnections: true,
  wires: { least: 1, most: 1 },
  takesBias: false,
  parameters: () => [],
  formula: () => 'y = e^x / Σ e^x',
  lower: ({ id }, [incoming]) => [softmaxOp(id, incoming!.source)],
};
