/**
 * Single neurons in the order in which they can be computed, each with a list of its own edges: forward, the gradients of
 * their values, and those of their parameters, in one call each.
 *
 * Every value is a lane: the numbers of all examples side by side, so that a loop takes several examples at once. Lanes stand
 * in one tensor, as far apart as the largest batch needs; tables name a lane by the entry at which it starts, and a parameter
 * by its entry among those of its block. -1 = none.
 */
import type { Reals } from '../../../tensor/reals.ts';
import type { ElementwiseFunction, Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** Numbers of a row of each table. */
export const NEURON_WORDS = 5;
export const EDGE_WORDS = 2;
export const PULL_WORDS = 7;
export const LEARNER_WORDS = 4;

const EXAMPLES: Size = { perExample: 1 };

/** Where the lanes of a network and the parameters of its neurons are. */
export interface NeuronTensors {
  /** [lanes, distance]: values of neurons and of what they read. */
  readonly values: Tensor;
  readonly parameters: Tensor;
  /** Every activation that the tables number, in order. */
  readonly functions: readonly ElementwiseFunction[];
}

/**
 * z = b + Σ w·x over the neuron's edges in order, a = f(z), neuron after neuron.
 *
 * tensors: values, parameters, neurons [count, 5] (z, a, place of b, end of its edges, number of f), edges [count, 2] (x,
 * place of w); sizes: examples, neurons
 */
const forwardKernel = (functions: readonly ElementwiseFunction[]): Kernel => ({
  name: 'neurons',
  functions,
  run: (views, sizes) => {
    const [values, parameters, neurons, edges] = views as readonly [Reals, Reals, Int32Array, Int32Array];
    const [examples, count] = sizes as readonly [number, number];
    let edge = 0;
    for (let at = 0; at < count * NEURON_WORDS; at += NEURON_WORDS) {
      const [z, a, bias] = [neurons[at]!, neurons[at + 1]!, neurons[at + 2]!];
      const end = neurons[at + 3]! * EDGE_WORDS;
      const start = bias < 0 ? 0 : parameters[bias]!;
      for (let i = 0; i < examples; i++) {
        let total = start;
        for (let e = edge; e < end; e += EDGE_WORDS) total += values[edges[e]! + i]! * parameters[edges[e + 1]!]!;
        values[z + i] = total;
      }
      edge = end;
      if (a < 0) continue;
      const { forward } = functions[neurons[at + 4]!]!;
      for (let i = 0; i < examples; i++) values[a + i] = forward(values[z + i]!);
    }
  },
});

/**
 * Gradients, last value first: da (+)= Σ w·dz over all edges that read a, in order; dz = da · f'(z).
 *
 * tensors: gradients [lanes, distance], values, parameters, pulls [count, 7] (da, 1 to begin at 0, end of its readers, z, a,
 * dz, number of f; a value without an activation has no z), readers [count, 2] (dz, place of w); sizes: examples, pulls
 */
const gradientKernel = (functions: readonly ElementwiseFunction[]): Kernel => ({
  name: 'neuronsGradient',
  functions,
  run: (views, sizes) => {
    const [gradients, values, parameters, pulls, readers] = views as readonly [
      ...[Reals, Reals, Reals],
      ...[Int32Array, Int32Array],
    ];
    const [examples, count] = sizes as readonly [number, number];
    let reader = 0;
    for (let at = 0; at < count * PULL_WORDS; at += PULL_WORDS) {
      const [da, begins, z, a, dz] = [pulls[at]!, pulls[at + 1]!, pulls[at + 3]!, pulls[at + 4]!, pulls[at + 5]!];
      const end = pulls[at + 2]! * EDGE_WORDS;
      for (let i = 0; i < examples; i++) {
        let total = begins === 1 ? 0 : gradients[da + i]!;
        for (let r = reader; r < end; r += EDGE_WORDS)
          total += gradients[readers[r]! + i]! * parameters[readers[r + 1]!]!;
        gradients[da + i] = total;
      }
      reader = end;
      if (z < 0) continue;
      const { derivative } = functions[pulls[at + 6]!]!;
      for (let i = 0; i < examples; i++) {
        gradients[dz + i] = gradients[da + i]! * derivative(values[z + i]!, values[a + i]!);
      }
    }
  },
});

/**
 * dw = Σ_examples dz·x and db = Σ_examples dz, even and odd examples apart as in `weightGradient`.
 *
 * tensors: gradients, values, gradients of the parameters, learners [count, 4] (dz, place of b, first of its edges, end of
 * them), edges; sizes: examples, learners, edges
 */
const parameterGradientKernel: Kernel = {
  name: 'neuronsParameterGradient',
  run: (views, sizes) => {
    const [gradients, values, result, learners, edges] = views as readonly [
      ...[Reals, Reals, Reals],
      ...[Int32Array, Int32Array],
    ];
    const [examples, count] = sizes as readonly [number, number];
    for (let at = 0; at < count * LEARNER_WORDS; at += LEARNER_WORDS) {
      const [dz, bias] = [learners[at]!, learners[at + 1]!];
      if (bias >= 0) {
        let even = 0;
        let odd = 0;
        for (let i = 0; i < examples; i += 2) even += gradients[dz + i]!;
        for (let i = 1; i < examples; i += 2) odd += gradients[dz + i]!;
        result[bias] = even + odd;
      }
      for (let e = learners[at + 2]! * EDGE_WORDS; e < learners[at + 3]! * EDGE_WORDS; e += EDGE_WORDS) {
        const x = edges[e]!;
        let even = 0;
        let odd = 0;
        for (let i = 0; i < examples; i += 2) even += gradients[dz + i]! * values[x + i]!;
        for (let i = 1; i < examples; i += 2) odd += gradients[dz + i]! * values[x + i]!;
        result[edges[e + 1]!] = even + odd;
      }
    }
  },
};

export const neurons = (
  { values, parameters, functions }: NeuronTensors,
  table: Tensor,
  edges: Tensor,
): KernelCall => ({
  kernel: forwardKernel(functions),
  tensors: [values, parameters, table, edges],
  sizes: [EXAMPLES, table.length / NEURON_WORDS],
  reals: [],
});

export const neuronsGradient = (
  { values, parameters, functions }: NeuronTensors,
  gradients: Tensor,
  pulls: Tensor,
  readers: Tensor,
): KernelCall => ({
  kernel: gradientKernel(functions),
  tensors: [gradients, values, parameters, pulls, readers],
  sizes: [EXAMPLES, pulls.length / PULL_WORDS],
  reals: [],
});

export const neuronsParameterGradient = (
  gradients: Tensor,
  values: Tensor,
  result: Tensor,
  learners: Tensor,
  edges: Tensor,
): KernelCall => ({
  kernel: parameterGradientKernel,
  tensors: [gradients, values, result, learners, edges],
  sizes: [EXAMPLES, learners.length / LEARNER_WORDS, edges.length / EDGE_WORDS],
  reals: [],
});
