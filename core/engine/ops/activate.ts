import { ShapeError } from '../../tensor/shape.ts';
import type { GraphNode } from '../graph.ts';
import type { ElementwiseFunction } from '../kernels/kernels.ts';

export interface ActivateNode extends GraphNode {
  readonly op: 'activate';
  readonly source: string;
  readonly activation: ElementwiseFunction;
}

/**
 * a = f(z), element by element;  dz = da · f'(z).
 *
 * @param source id of z [rows, width]; the result a has the same shape
 */
export const activate = (id: string, width: number, source: string, activation: ElementwiseFunction): ActivateNode => ({
  id,
  op: 'activate',
  width,
  source,
  activation,
  bind: (kernels, { value }, a) => {
    const z = value(source);
    if (z.width !== a.width) throw new ShapeError(`an activation cannot turn ${z.width} values into ${a.width}`);
    const { gradient: dz } = z;
    const { gradient: da } = a;
    return {
      forward: [(rows) => kernels.activate(activation, z.data, a.data, rows * a.width)],
      backward:
        dz && da ? [(rows) => kernels.activationGradient(activation, z.data, a.data, da, dz, rows * a.width)] : [],
    };
  },
});
