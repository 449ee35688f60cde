import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';
import { softmaxOf } from './softmax.ts';

/**
 * Scaled dot-product attention of every head: softmax(Q Kᵀ / √d) V; with `isCausal` each position sees itself and earlier
 * ones only.
 *
 * tensors: qkv [examples · T, 3C] with Q, K, V side by side and heads as contiguous slices of each; weights
 * [examples, heads, T, T]; result [examples · T, C]. sizes: examples, T, C, heads, isCausal
 *
 * @see Vaswani et al. 2017, section 3.2.1
 */
const forwardKernel: Kernel = {
  name: 'attention',
  run: (views, sizes) => {
    const [qkv, weights, result] = views as readonly [Reals, Reals, Reals];
    const [examples, T, C, heads, isCausal] = sizes as readonly [number, number, number, number, number];
    const d = C / heads;
    const scale = 1 / Math.sqrt(d);
    for (let example = 0; example < examples; example++) {
      for (let head = 0; head < heads; head++) {
        const start = example * T * 3 * C + head * d; // of Q; K and V follow at C and 2C
        const map = (example * heads + head) * T * T;
        for (let i = 0; i < T; i++) {
          const q = start + i * 3 * C;
          const row = map + i * T;
          const seen = isCausal === 1 ? i + 1 : T;
          for (let j = 0; j < seen; j++) {
            const k = start + j * 3 * C + C;
            let dot = 0;
            for (let c = 0; c < d; c++) dot += qkv[q + c]! * qkv[k + c]!;
            weights[row + j] = dot * scale;
          }
          softmaxOf(weights, row, weights, row, seen);
          weights.fill(0, row + seen, row + T);
          for (let c = 0; c < d; c++) {
            let total = 0;
            for (let j = 0; j < seen; j++) total += weights[row + j]! * qkv[start + j * 3 * C + 2 * C + c]!;
            result[(example * T + i) * C + head * d + c] = total;
          }
        }
      }
    }
  },
};

/**
 * dV = Aᵀ dO;  dA = dO Vᵀ;  dS = A ∘ (dA - rowsum(dA ∘ A));  dQ = dS K / √d;  dK = dSᵀ Q / √d. Overwrites dqkv.
 *
 * tensors: qkv, weights A, dO [examples · T, C], dqkv, scratch of at least T entries; sizes as `attention`
 */
const backwardKernel: Kernel = {
  name: 'attentionGradient',
  run: (views, sizes) => {
    const [qkv, weights, dResult, dQkv, scratch] = views as readonly [Reals, Reals, Reals, Reals, Reals];
    const [examples, T, C, heads, isCausal] = sizes as readonly [number, number, number, number, number];
    const d = C / heads;
    const scale = 1 / Math.sqrt(d);
    dQkv.fill(0, 0, examples * T * 3 * C);
    for (let example = 0; example < examples; example++) {
      for (let head = 0; head < heads; head++) {
        const start = example * T * 3 * C + head * d;
        const map = (example * heads + head) * T * T;
        for (let i = 0; i < T; i++) {
          const q = start + i * 3 * C;
          const out = (example * T + i) * C + head * d;
          const row = map + i * T;
          const seen = isCausal === 1 ? i + 1 : T;
          let dot = 0;
          for (let j = 0; j < seen; j++) {
            const v = start + j * 3 * C + 2 * C;
            let total = 0;
            for (let c = 0; c < d; c++) {
              total += dResult[out + c]! * qkv[v + c]!;
              dQkv[v + c]! += weights[row + j]! * dResult[out + c]!;
            }
            scratch[j] = total;
            dot += total * weights[row + j]!;
          }
          for (let j = 0; j < seen; j++) {
            const k = start + j * 3 * C + C;
            const g = weights[row + j]! * (scratch[j]! - dot) * scale;
            for (let c = 0; c < d; c++) {
              dQkv[q + c]! += g * qkv[k + c]!;
              dQkv[k + c]! += g * qkv[q + c]!;
            }
          }
        }
      }
    }
  },
};

export interface AttentionShape {
  readonly examples: Size;
  readonly positions: number;
  readonly width: number;
  readonly heads: number;
  readonly isCausal: boolean;
}

const sizesOf = ({ examples, positions, width, heads, isCausal }: AttentionShape): Size[] => [
  examples,
  positions,
  width,
  heads,
  isCausal ? 1 : 0,
];

export const attention = (shape: AttentionShape, qkv: Tensor, weights: Tensor, result: Tensor): KernelCall => ({
  kernel: forwardKernel,
  tensors: [qkv, weights, result],
  sizes: sizesOf(shape),
  reals: [],
});

export const attentionGradient = (
  shape: AttentionShape,
  qkv: Tensor,
  weights: Tensor,
  dResult: Tensor,
  dQkv: Tensor,
  scratch: Tensor,
): KernelCall => ({
  kernel: backwardKernel,
  tensors: [qkv, weights, dResult, dQkv, scratch],
  sizes: sizesOf(shape),
  reals: [],
});
