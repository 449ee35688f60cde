import type { LayerKind } from './layer-kind.ts';
import { dense } from './dense.ts';

/** A dense layer whose units are compared with the targets. */
export const output: LayerKind = {
  ...dense,
  title: 'Output',
  description: 'A weighted sum like any neuron, compared with a target by the loss.',
  role: 'output',
  largestSize: 262_144,
};
