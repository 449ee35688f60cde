/** How much a call has to do: whether it is worth dividing among threads. */
import { sizeFor, type KernelCall } from '../kernels.ts';

/** Of a loop that is no product: loads, stores and a few operations for each entry of its longest tensor. */
const PER_ENTRY = 4;

/** Examples that one thread carries through a network of single neurons: fewer are not divided. */
const NEURON_BLOCK = 16;

/** @returns about how many multiply-adds the call costs for a batch of `examples` */
export function workOf({ kernel, tensors, sizes }: KernelCall, examples: number): number {
  const [a = 0, b = 0, c = 0, d = 1] = sizes.map((size) => sizeFor(size, examples));
  switch (kernel.name) {
    case 'product': // rows, columns, inner, matrices
      return a * b * c * d;
    case 'weightGradient': // rows, outputs, inputs
      return a * b * c;
    case 'attention': // examples, positions, width: scores and what they gather
      return 2 * a * b * b * c;
    case 'attentionGradient':
      return 4 * a * b * b * c;
    case 'neurons': // examples; edges in the last tensor, two numbers each
    case 'neuronsGradient':
      return a > NEURON_BLOCK ? (a * (tensors.at(-1)?.length ?? 0)) / 2 : 0;
    case 'neuronsParameterGradient': // examples, neurons, edges
      return a * c;
    default:
      return PER_ENTRY * Math.max(0, ...tensors.map((tensor) => tensor?.length ?? 0));
  }
}
