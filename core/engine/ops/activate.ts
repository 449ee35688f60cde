import type { Activation } from '../../nn/activations/activation.ts';
import { ShapeError } from '../../tensor/shape.ts';
import type { Bind, Value } from './op.ts';

export interface ActivateOperands {
  readonly activation: Activation;
  readonly z: Value;
  readonly a: Value;
}

/**
 * a = f(z), element by element;  dz = da · f'(z).
 *
 * z, a [rows, width]
 *
 * @throws ShapeError when z and a differ in width
 */
export const activate: Bind<ActivateOperands> = (kernels, { activation, z, a }) => {
  if (z.width !== a.width) throw new ShapeError(`an activation cannot turn ${z.width} values into ${a.width}`);
  const { gradient: dz } = z;
  const { gradient: da } = a;
  return {
    forward: [(rows) => kernels.activate(activation, z.data, a.data, rows * z.width)],
    backward:
      dz && da ? [(rows) => kernels.activationGradient(activation, z.data, a.data, da, dz, rows * z.width)] : [],
  };
};
