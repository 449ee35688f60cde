import { cosine, exponential, logarithm, sine } from '../../../tensor/elementary.ts';
import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

const BASE = 10_000;

/**
 * Turns each pair (x[i], x[i + d/2]) of every query and key by the angle t · 10000^(-2i/d) at place t, and copies the values:
 * the product of a query and a key then depends on how far apart they are. `sign` -1 turns back, which is the gradient.
 *
 * tensors: from and to [examples · T, 3C] with Q, K, V side by side, heads as contiguous slices of d = C / heads; place [examples]
 * of the only position, or null where positions are 0 .. T - 1. sizes: examples, T, C, heads, accumulates; reals: sign
 *
 * @see Su et al., "RoFormer", 2021; pairs as in Llama's and Hugging Face's rotate_half
 */
const kernel: Kernel = {
  name: 'rotary',
  run: (views, sizes, reals) => {
    const [from, to, place] = views as readonly [Reals, Reals, Int32Array | null];
    const [examples, T, C, heads, accumulates] = sizes as readonly [number, number, number, number, number];
    const half = C / heads / 2;
    const put = (index: number, value: number): void => {
      to[index] = accumulates === 1 ? to[index]! + value : value;
    };
    for (let t = 0; t < T; t++) {
      for (let i = 0; i < half; i++) {
        const rate = exponential((-i / half) * logarithm(BASE));
        for (let example = 0; example < examples; example++) {
          const angle = (place === null ? t : place[example]!) * rate;
          const c = cosine(angle);
          const s = reals[0]! * sine(angle);
          for (let head = 0; head < 2 * heads; head++) {
            const a = (example * T + t) * 3 * C + head * 2 * half + i;
            const x = from[a]!;
            const y = from[a + half]!;
            put(a, x * c - y * s);
            put(a + half, y * c + x * s);
          }
        }
      }
    }
    for (let row = 0; row < examples * T; row++) {
      for (let i = row * 3 * C + 2 * C; i < (row + 1) * 3 * C; i++) put(i, from[i]!);
    }
  },
};

export interface RotaryShape {
  readonly examples: Size;
  readonly positions: number;
  /** C */
  readonly width: number;
  readonly heads: number;
}

/** @param sign 1 forward, -1 for the gradient */
export const rotary = (
  { examples, positions, width, heads }: RotaryShape,
  from: Tensor,
  to: Tensor,
  place: Tensor | null,
  sign: 1 | -1,
  accumulates: boolean,
): KernelCall => ({
  kernel,
  tensors: [from, to, place],
  sizes: [examples, positions, width, heads, accumulates ? 1 : 0],
  reals: [sign],
});
