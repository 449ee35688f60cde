import type { GraphNode } from '../graph.ts';
import * as kernels from '../kernels/reference/pool.ts';
import { EXAMPLES, real } from './op.ts';

/** y = mean over the positions of an example;  every position receives dy / positions. */
export const meanOverPositions = (id: string, source: string): GraphNode => ({
  id,
  op: 'meanOverPositions',
  sources: [source],
  shape: ({ value }) => real(1, value(source).width),
  bind: ({ value, result }) => {
    const { tensor, positions, width } = value(source);
    return {
      forward: [kernels.meanOverPositions(tensor, result.tensor, EXAMPLES, positions, width)],
      backward: (gradients) => {
        const target = gradients.value(source);
        if (!target) return [];
        const { tensor: to, accumulates } = target;
        return [kernels.meanGradient(gradients.result, to, EXAMPLES, positions, width, accumulates)];
      },
    };
  },
});
