import type { GraphNode } from '../graph.ts';
import * as kernels from '../kernels/reference/dropout.ts';
import { entriesOf } from './op.ts';

/**
 * In training, y = x / (1 - rate) with probability 1 - rate and 0 otherwise; otherwise y = x.
 *
 * Which entries survive follows from the step's random key, the node and the entry's place, so that it needs no memory and
 * is the same on any number of threads.
 *
 * @param rate from 0 up to, not including, 1
 * @see Srivastava et al. 2014
 */
export const dropout = (id: string, source: string, rate: number): GraphNode => {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`The dropout rate must be from 0 to below 1, not ${rate}.`);
  return {
    id,
    op: 'dropout',
    sources: [source],
    shape: ({ value }) => value(source),
    bind: ({ value, result, randomKey, salt }) => {
      const count = entriesOf(result);
      const { tensor } = value(source);
      return {
        forward: [kernels.dropout(tensor, result.tensor, randomKey, count, salt, rate, false)],
        backward: (gradients) => {
          const target = gradients.value(source);
          if (!target) return [];
          const { tensor: to, accumulates } = target;
          return [kernels.dropout(gradients.result, to, randomKey, count, salt, rate, accumulates)];
        },
      };
    },
  };
};
