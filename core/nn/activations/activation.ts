import type { ElementwiseFunction } from '../../engine/kernels/kernels.ts';

/** An element-wise function between a layer's pre-activation and its output. */
export interface Activation extends ElementwiseFunction {
  readonly title: string;
  /** For people, in terms of z: `max(0, z)`. */
  readonly formula: string;
}
