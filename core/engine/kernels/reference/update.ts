import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Tensor } from '../kernels.ts';

/** What a set must know to do an optimizer's update by itself; for the reference loop, the optimizer does it. */
export interface UpdateRule {
  /** The optimizer, so that a set can tell whether it has a loop for it. */
  readonly of: object;
  readonly run: (values: Reals, gradient: Reals, slots: readonly Reals[], decays: boolean) => void;
}

/**
 * Where the numbers of a step stand in the `scalars` tensor, written before each update: for sets whose loops cannot ask.
 * The corrections are 1 / (1 - βᵗ).
 */
export const scalarPlaces = {
  learningRate: 0,
  weightDecay: 1,
  l1: 2,
  beta1: 3,
  beta2: 4,
  epsilon: 5,
  beta1Correction: 6,
  beta2Correction: 7,
  momentum: 8,
  gradientFactor: 9,
  /** 1 - β, which would lose digits if it were taken from a β already rounded. */
  beta1Rest: 10,
  beta2Rest: 11,
} as const;
export const SCALAR_COUNT = 16;

/**
 * Moves the parameters. What is held (0 in `held`) keeps its exact bits, its optimizer state too, whatever the rule.
 *
 * tensors: values, gradient, held (index) or null, scalars, slots ...; sizes: count, decays (0: this block has no weight decay)
 */
const kernel = (rule: UpdateRule): Kernel => {
  // Made at the first update, so that no later one takes memory.
  let moved: readonly Reals[] | null = null;
  let slots: readonly Reals[] = [];
  /** As they were before the update, where something is held. */
  let before: readonly Reals[] = [];
  return {
    name: 'update',
    of: rule.of,
    run: (views, sizes) => {
      const [values, gradient, held] = views as readonly [Reals, Reals, Int32Array | null];
      if (!moved) {
        slots = views.slice(4) as Reals[];
        moved = [values, ...slots];
        before = held ? moved.map((entries) => entries.slice()) : [];
      }
      for (let i = 0; i < before.length; i++) before[i]!.set(moved[i]!);
      rule.run(values, gradient, slots, sizes[1] === 1);
      if (held) for (let i = 0; i < before.length; i++) restore(before[i]!, moved[i]!, held);
    },
  };
};

function restore(kept: Reals, entries: Reals, held: Int32Array): void {
  for (let i = 0; i < held.length; i++) if (held[i] === 0) entries[i] = kept[i]!;
}

export const update = (
  rule: UpdateRule,
  values: Tensor,
  gradient: Tensor,
  held: Tensor | null,
  scalars: Tensor,
  slots: readonly Tensor[],
  decays: boolean,
): KernelCall => ({
  kernel: kernel(rule),
  tensors: [values, gradient, held, scalars, ...slots],
  sizes: [values.length, decays ? 1 : 0],
  reals: [],
});

/** Entries that are summed together; fixed, so that the order of a sum does not depend on how many threads share it. */
export const SQUARES_BLOCK = 4096;

/** sums[first + block] = Σ values² over each block of 4,096 entries. tensors: values, sums; sizes: count, first */
const squaresKernel: Kernel = {
  name: 'sumOfSquares',
  run: (views, sizes) => {
    const [values, sums] = views as readonly [Reals, Reals];
    const [count, first] = sizes as readonly [number, number];
    for (let start = 0, block = first; start < count; start += SQUARES_BLOCK, block++) {
      let total = 0;
      for (let i = start; i < Math.min(start + SQUARES_BLOCK, count); i++) total += values[i]! * values[i]!;
      sums[block] = total;
    }
  },
};

export const sumOfSquares = (values: Tensor, sums: Tensor, first: number): KernelCall => ({
  kernel: squaresKernel,
  tensors: [values, sums],
  sizes: [values.length, first],
  reals: [],
});

/** values ·= scalars[gradientFactor]. tensors: values, scalars; sizes: count */
const scaleKernel: Kernel = {
  name: 'scale',
  run: (views, sizes) => {
    const [values, scalars] = views as readonly [Reals, Reals];
    const [count] = sizes as readonly [number];
    const factor = scalars[scalarPlaces.gradientFactor]!;
    if (factor !== 1) for (let i = 0; i < count; i++) values[i]! *= factor;
  },
};

export const scale = (values: Tensor, scalars: Tensor): KernelCall => ({
  kernel: scaleKernel,
  tensors: [values, scalars],
  sizes: [values.length],
  reals: [],
});
