import { softmaxOf } from '../../engine/kernels/reference/softmax.ts';
import { softmax as softmaxOp } from '../../engine/ops/softmax.ts';
import type { LayerKind } from './layer-kind.ts';
import type { RowFunction } from './row-function.ts';

/** dy_j/dx_i = y_j · ([i = j] - y_i) */
const rows: RowFunction = {
  mixes: true,
  scale: null,
  forward: (x, plain) => {
    softmaxOf(x, 0, plain, 0, x.length);
    return 1;
  },
  derivative: (from, to, isSame) => to * ((isSame ? 1 : 0) - from),
  apply: (plain, _, v, result) => {
    let dot = 0;
    for (let i = 0; i < v.length; i++) dot += plain[i]! * v[i]!;
    for (let i = 0; i < v.length; i++) result[i] = plain[i]! * (v[i]! - dot);
  },
};

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
  rows: () => rows,
  lower: ({ id }, [incoming]) => [softmaxOp(id, incoming!.source)],
};
