/**
 * Attention of one new position that remembers the keys and values of those before it: what writing text needs. It adds and
 * multiplies in the order of the whole attention's kernel, so that both give the same bits.
 */
import { ShapeError } from '../../tensor/shape.ts';
import type { Reals } from '../../tensor/reals.ts';
import type { GraphNode } from '../graph.ts';
import type { Kernel } from '../kernels/kernels.ts';
import { softmaxOf } from '../kernels/reference/softmax.ts';
import { EXAMPLES, real } from '../ops/op.ts';

/**
 * tensors: qkv [examples, 3C]; place [examples]; cache [examples, context, 2C] of keys and values; weights [examples, heads,
 * context]; result [examples, C]. sizes: examples, context, C, heads
 */
const kernel: Kernel = {
  name: 'cachedAttention',
  run: (views, sizes) => {
    const [qkv, place, cache, weights, result] = views as readonly [Reals, Int32Array, Reals, Reals, Reals];
    const [examples, context, C, heads] = sizes as readonly [number, number, number, number];
    const d = C / heads;
    const scale = 1 / Math.sqrt(d);
    for (let example = 0; example < examples; example++) {
      const at = place[example]!;
      const own = example * context * 2 * C;
      const row = example * 3 * C;
      for (let c = 0; c < 2 * C; c++) cache[own + at * 2 * C + c] = qkv[row + C + c]!;
      for (let head = 0; head < heads; head++) {
        const map = (example * heads + head) * context;
        for (let j = 0; j <= at; j++) {
          const k = own + j * 2 * C + head * d;
          let dot = 0;
          for (let c = 0; c < d; c++) dot += qkv[row + head * d + c]! * cache[k + c]!;
          weights[map + j] = dot * scale;
        }
        softmaxOf(weights, map, weights, map, at + 1);
        for (let c = 0; c < d; c++) {
          let total = 0;
          for (let j = 0; j <= at; j++) total += weights[map + j]! * cache[own + j * 2 * C + C + head * d + c]!;
          result[example * C + head * d + c] = total;
        }
      }
    }
  },
};

export interface CachedAttentionOptions {
  /** Node of width 3C and one position: query, key and value. */
  readonly source: string;
  readonly heads: number;
  /** Node with the position's place, from 0 up to, not including, `context`; places come in order. */
  readonly place: string;
  readonly context: number;
}

/** softmax(q Kᵀ / √d) V of one position over itself and those before it. Forward only: it is not for training. */
export const cachedAttention = (id: string, { source, heads, place, context }: CachedAttentionOptions): GraphNode => ({
  id,
  op: 'cachedAttention',
  sources: [source, place],
  shape: ({ value }) => {
    const { positions, width } = value(source);
    if (positions === 1 && width % (3 * heads) === 0) return real(1, width / 3);
    throw new ShapeError(
      `cached attention with ${heads} heads takes one position of a width that 3 x ${heads} divides`,
    );
  },
  bind: ({ value, remember, result }) => {
    const { width } = result;
    const cache = remember('cache', context * 2 * width);
    const weights = remember('weights', heads * context);
    const tensors = [value(source).tensor, value(place).tensor, cache, weights, result.tensor];
    return {
      forward: [{ kernel, tensors, sizes: [EXAMPLES, context, width, heads], reals: [] }],
      backward: () => {
        throw new Error('internal: cached attention has no backward pass');
      },
    };
  },
});
