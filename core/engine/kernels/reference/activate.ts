import type { Reals } from '../../../tensor/reals.ts';
import type { ElementwiseFunction, Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** a = f(z). sizes: count */
const forwardKernel = (activation: ElementwiseFunction): Kernel => ({
  name: 'activate',
  of: activation,
  run: (views, sizes) => {
    const [z, a] = views as readonly [Reals, Reals];
    const [count] = sizes as readonly [number];
    for (let i = 0; i < count; i++) a[i] = activation.forward(z[i]!);
  },
});

/** dz (+)= da · f'(z). sizes: count, accumulates */
const backwardKernel = (activation: ElementwiseFunction): Kernel => ({
  name: 'activationGradient',
  of: activation,
  run: (views, sizes) => {
    const [z, a, da, dz] = views as readonly [Reals, Reals, Reals, Reals];
    const [count, accumulates] = sizes as readonly [number, number];
    for (let i = 0; i < count; i++) {
      const gradient = da[i]! * activation.derivative(z[i]!, a[i]!);
      dz[i] = accumulates === 1 ? dz[i]! + gradient : gradient;
    }
  },
});

export const activate = (activation: ElementwiseFunction, z: Tensor, a: Tensor, count: Size): KernelCall => ({
  kernel: forwardKernel(activation),
  tensors: [z, a],
  sizes: [count],
  reals: [],
});

export const activationGradient = (
  activation: ElementwiseFunction,
  z: Tensor,
  a: Tensor,
  da: Tensor,
  dz: Tensor,
  count: Size,
  accumulates: boolean,
): KernelCall => ({
  kernel: backwardKernel(activation),
  tensors: [z, a, da, dz],
  sizes: [count, accumulates ? 1 : 0],
  reals: [],
});
