import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/**
 * Whether entry `index` survives: a hash of (key, index) against the rate, so that any thread decides it alike and backward
 * needs no memory of it. The mixing is that of MurmurHash3's finaliser.
 */
function survives(key: number, index: number, threshold: number): boolean {
  let h = (Math.imul(index, 0x9e3779b1) ^ key) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0 >= threshold;
}

/**
 * result (+)= values / (1 - rate) where an entry survives, 0 elsewhere; forward on values, backward on gradients.
 *
 * tensors: values, result, key [2] (the step's key; 0 as its second entry turns dropout off); sizes: count, salt of the op,
 * accumulates; reals: rate
 */
const kernel: Kernel = {
  name: 'dropout',
  run: (views, sizes, reals) => {
    const [values, result, key] = views as readonly [Reals, Reals, Int32Array];
    const [count, salt, accumulates] = sizes as readonly [number, number, number];
    const rate = key[1] === 0 ? 0 : reals[0]!;
    const threshold = Math.floor(rate * 4294967296);
    const scale = 1 / (1 - rate);
    const mixed = key[0]! ^ salt;
    for (let i = 0; i < count; i++) {
      const kept = survives(mixed, i, threshold) ? values[i]! * scale : 0;
      result[i] = accumulates === 1 ? result[i]! + kept : kept;
    }
  },
};

export const dropout = (
  values: Tensor,
  result: Tensor,
  key: Tensor,
  count: Size,
  salt: number,
  rate: number,
  accumulates: boolean,
): KernelCall => ({
  kernel,
  tensors: [values, result, key],
  sizes: [count, salt, accumulates ? 1 : 0],
  reals: [rate],
});
