import { ShapeError } from '../../tensor/shape.ts';
import type { GraphNode } from '../graph.ts';
import * as kernels from '../kernels/reference/rotary.ts';
import { EXAMPLES, real } from './op.ts';

export interface RotaryOptions {
  /** Node of width 3C: queries, keys and values side by side. */
  readonly source: string;
  readonly heads: number;
  /** Node with the place of the only position; null = positions are counted from 0. */
  readonly place: string | null;
}

/**
 * Queries and keys turned by their place, pair by pair; values as they are. The gradient is turned back by the same angles.
 *
 * @see Su et al., "RoFormer: enhanced transformer with rotary position embedding", 2021
 */
export const rotary = (id: string, { source, heads, place }: RotaryOptions): GraphNode => ({
  id,
  op: 'rotary',
  sources: place === null ? [source] : [source, place],
  shape: ({ value }) => {
    const { positions, width } = value(source);
    if (width % (6 * heads) === 0) return real(positions, width);
    throw new ShapeError(`rotary positions with ${heads} heads need a width that 6 x ${heads} divides, not ${width}`);
  },
  bind: ({ value, result }) => {
    const { positions, width } = result;
    const shape = { examples: EXAMPLES, positions, width: width / 3, heads };
    const places = place === null ? null : value(place).tensor;
    return {
      forward: [kernels.rotary(shape, value(source).tensor, result.tensor, places, 1, false)],
      backward: (gradients) => {
        const target = gradients.value(source);
        if (!target) return [];
        return [kernels.rotary(shape, gradients.result, target.tensor, places, -1, target.accumulates)];
      },
    };
  },
});
