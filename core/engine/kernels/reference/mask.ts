import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Tensor } from '../kernels.ts';

/** values = 0 where the mask is 0. sizes: count */
const kernel: Kernel = {
  name: 'mask',
  run: (views, sizes) => {
    const [mask, values] = views as readonly [Int32Array, Reals];
    const [count] = sizes as readonly [number];
    for (let i = 0; i < count; i++) if (mask[i] === 0) values[i] = 0;
  },
};

export const applyMask = (mask: Tensor, values: Tensor): KernelCall => ({
  kernel,
  tensors: [mask, values],
  sizes: [values.length],
  reals: [],
});
