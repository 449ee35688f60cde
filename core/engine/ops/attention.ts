import { ShapeError } from '../../tensor/shape.ts';
import type { GraphNode } from '../graph.ts';
import * as kernels from '../kernels/reference/attention.ts';
import { copyColumns } from '../kernels/reference/columns.ts';
import type { Tensor } from '../kernels/kernels.ts';
import { EXAMPLES, perExample, real } from './op.ts';

export interface AttentionOptions {
  /** Node of width 3C: queries, keys and values side by side, heads as contiguous slices of each. */
  readonly source: string;
  readonly heads: number;
  /** Each position sees itself and earlier ones only. */
  readonly isCausal: boolean;
}

/**
 * Multi-head scaled dot-product attention: softmax(Q Kᵀ / √d) V per head, heads side by side.
 *
 * source [positions, 3C], result [positions, C], d = C / heads
 *
 * @see Vaswani et al. 2017, section 3.2
 */
export const attention = (id: string, { source, heads, isCausal }: AttentionOptions): GraphNode => ({
  id,
  op: 'attention',
  sources: [source],
  shape: ({ value }) => {
    const { positions, width } = value(source);
    if (width % (3 * heads) !== 0) {
      throw new ShapeError(`attention with ${heads} heads needs a width that 3 x ${heads} divides, not ${width}`);
    }
    return real(positions, width / 3);
  },
  bind: ({ value, keep, result }) => {
    const { tensor: qkv } = value(source);
    const { positions, width } = result;
    const shape = { examples: EXAMPLES, positions, width, heads, isCausal };
    const weights = keep('weights', heads * positions * positions);
    return {
      forward: [kernels.attention(shape, qkv, weights, result.tensor)],
      backward: (gradients) => {
        const target = gradients.value(source);
        if (!target) return [];
        const scratch = gradients.scratch('scores', positions);
        if (!target.accumulates) {
          return [kernels.attentionGradient(shape, qkv, weights, gradients.result, target.tensor, scratch)];
        }
        const own = gradients.scratch('qkv', positions * 3 * width * gradients.largestBatch);
        return [
          kernels.attentionGradient(shape, qkv, weights, gradients.result, own, scratch),
          addTo(own, target.tensor, positions, 3 * width),
        ];
      },
    };
  },
});

const addTo = (from: Tensor, to: Tensor, positions: number, width: number) =>
  copyColumns({ tensor: from, width, first: 0 }, { tensor: to, width, first: 0 }, perExample(positions), width, true);
