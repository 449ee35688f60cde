import type { GraphNode } from '../graph.ts';
import * as kernels from '../kernels/reference/softmax.ts';
import { rowsOf } from './op.ts';

/** y = e^x / Σ e^x over the width of each row;  dx = y · (dy - Σ dy · y). */
export const softmax = (id: string, source: string): GraphNode => ({
  id,
  op: 'softmax',
  sources: [source],
  shape: ({ value }) => value(source),
  bind: ({ value, result }) => {
    const rows = rowsOf(result);
    const { width, tensor: y } = result;
    return {
      forward: [kernels.softmax(value(source).tensor, y, rows, width)],
      backward: (gradients) => {
        const dx = gradients.value(source);
        return dx ? [kernels.softmaxGradient(y, gradients.result, dx.tensor, rows, width, dx.accumulates)] : [];
      },
    };
  },
});
