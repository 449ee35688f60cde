import type { Reals } from '../../../tensor/reals.ts';
import type { Kernel, KernelCall, Size, Tensor } from '../kernels.ts';

/** An operand of an entry-by-entry op, seen as [examples, positions, width]; a step of 0 repeats it along that dimension. */
export interface Broadcast {
  readonly tensor: Tensor;
  readonly exampleStep: number;
  readonly positionStep: number;
  readonly widthStep: number;
}

export interface CombineOptions {
  readonly left: Broadcast;
  readonly right: Broadcast;
  /** [examples, positions, width], row-major */
  readonly result: Tensor;
  readonly examples: Size;
  readonly positions: number;
  readonly width: number;
}

type Steps = readonly [number, number, number];
const stepsAt = (sizes: readonly number[], from: number): Steps => [sizes[from]!, sizes[from + 1]!, sizes[from + 2]!];

/** Calls `visit(index in [examples, positions, width], index in left, index in right)` for every entry in order. */
function forEachEntry(sizes: readonly number[], visit: (at: number, left: number, right: number) => void): void {
  const [examples, positions, width] = sizes as readonly [number, number, number];
  const left = stepsAt(sizes, 3);
  const right = stepsAt(sizes, 6);
  let at = 0;
  for (let example = 0; example < examples; example++) {
    for (let position = 0; position < positions; position++) {
      let l = example * left[0] + position * left[1];
      let r = example * right[0] + position * right[1];
      for (let i = 0; i < width; i++, at++, l += left[2], r += right[2]) visit(at, l, r);
    }
  }
}

/** result = left + right. sizes: examples, positions, width, three steps of left, three of right */
const sumKernel: Kernel = {
  name: 'sum',
  run: (views, sizes) => {
    const [left, right, result] = views as readonly [Reals, Reals, Reals];
    forEachEntry(sizes, (at, l, r) => (result[at] = left[l]! + right[r]!));
  },
};

/** result = left · right, entry by entry; sizes as `sum` */
const timesKernel: Kernel = {
  name: 'times',
  run: (views, sizes) => {
    const [left, right, result] = views as readonly [Reals, Reals, Reals];
    forEachEntry(sizes, (at, l, r) => (result[at] = left[l]! * right[r]!));
  },
};

/** target (+)= gradient, summed over what `target` repeats; sizes: as `sum` with the target's steps twice, accumulates */
const sumGradientKernel: Kernel = {
  name: 'sumGradient',
  run: (views, sizes) => {
    const [gradient, target] = views as readonly [Reals, Reals];
    if (sizes[9] === 0) target.fill(0);
    forEachEntry(sizes, (at, to) => (target[to]! += gradient[at]!));
  },
};

/** target (+)= gradient · other; sizes: as `sum` with the target's steps, then the other's, accumulates */
const timesGradientKernel: Kernel = {
  name: 'timesGradient',
  run: (views, sizes) => {
    const [gradient, other, target] = views as readonly [Reals, Reals, Reals];
    if (sizes[9] === 0) target.fill(0);
    forEachEntry(sizes, (at, to, from) => (target[to]! += gradient[at]! * other[from]!));
  },
};

const steps = ({ exampleStep, positionStep, widthStep }: Broadcast): number[] => [exampleStep, positionStep, widthStep];

const combine =
  (kernel: Kernel) =>
  ({ left, right, result, examples, positions, width }: CombineOptions): KernelCall => ({
    kernel,
    tensors: [left.tensor, right.tensor, result],
    sizes: [examples, positions, width, ...steps(left), ...steps(right)],
    reals: [],
  });

export const sum = combine(sumKernel);
export const times = combine(timesKernel);

export interface CombineGradientOptions {
  /** [examples, positions, width] */
  readonly gradient: Tensor;
  readonly target: Broadcast;
  readonly examples: Size;
  readonly positions: number;
  readonly width: number;
  readonly accumulates: boolean;
}

export const sumGradient = (options: CombineGradientOptions): KernelCall => {
  const { gradient, target, examples, positions, width, accumulates } = options;
  return {
    kernel: sumGradientKernel,
    tensors: [gradient, target.tensor],
    sizes: [examples, positions, width, ...steps(target), ...steps(target), accumulates ? 1 : 0],
    reals: [],
  };
};

export const timesGradient = (options: CombineGradientOptions & { readonly other: Broadcast }): KernelCall => {
  const { gradient, target, other, examples, positions, width, accumulates } = options;
  return {
    kernel: timesGradientKernel,
    tensors: [gradient, other.tensor, target.tensor],
    sizes: [examples, positions, width, ...steps(target), ...steps(other), accumulates ? 1 : 0],
    reals: [],
  };
};
