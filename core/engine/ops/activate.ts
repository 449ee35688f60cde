import type { GraphNode } from '../graph.ts';
import type { ElementwiseFunction } from '../kernels/kernels.ts';
import * as kernels from '../kernels/reference/activate.ts';
import { entriesOf } from './op.ts';

export interface ActivateNode extends GraphNode {
  readonly op: 'activate';
  readonly activation: ElementwiseFunction;
}

/**
 * a = f(z), element by element;  dz = da · f'(z).
 *
 * @param source id of z; the result a has the same shape
 */
export const activate = (id: string, source: string, activation: ElementwiseFunction): ActivateNode => ({
  id,
  op: 'activate',
  sources: [source],
  isCheap: true,
  activation,
  shape: ({ value }) => value(source),
  bind: ({ value, result }) => {
    const { tensor: z } = value(source);
    const count = entriesOf(result);
    return {
      forward: [kernels.activate(activation, z, result.tensor, count)],
      backward: (gradients) => {
        const target = gradients.value(source);
        if (!target) return [];
        const { tensor: dz, accumulates } = target;
        const a = activation.slopeNeedsOnlyInput ? z : result.tensor;
        return [kernels.activationGradient(activation, z, a, gradients.result, dz, count, accumulates)];
      },
    };
  },
});
