import { ShapeError } from '../../tensor/shape.ts';
import type { GraphNode } from '../graph.ts';
import type { KernelCall, Tensor } from '../kernels/kernels.ts';
import { product, type Factor } from '../kernels/reference/product.ts';
import { EXAMPLES, real, type Binding, type Gradients, type Value, type ValueShape } from './op.ts';

export interface MatmulOptions {
  readonly left: string;
  readonly right: string;
  readonly transposesLeft?: boolean;
  readonly transposesRight?: boolean;
}

/** One operand: rows x columns as the product sees it. */
interface Side {
  readonly rows: number;
  readonly columns: number;
  readonly isTransposed: boolean;
}

/**
 * y = A B for each example, a value being a [positions, width] matrix; either operand may be transposed.
 * dA = dy Bᵀ and dB = Aᵀ dy, transposed back where the operand was.
 */
export const matmul = (id: string, options: MatmulOptions): GraphNode => {
  const { left, right, transposesLeft = false, transposesRight = false } = options;
  return {
    id,
    op: 'matmul',
    sources: [left, right],
    shape: ({ value }) => {
      const a = side(value(left), transposesLeft);
      const b = side(value(right), transposesRight);
      if (a.columns === b.rows) return real(a.rows, b.columns);
      throw new ShapeError(`cannot multiply ${a.rows} x ${a.columns} by ${b.rows} x ${b.columns}`);
    },
    bind: (binding) => {
      const [x, y] = [binding.value(left), binding.value(right)];
      const a = side(x, transposesLeft);
      const b = side(y, transposesRight);
      const { result } = binding;
      return {
        forward: [
          multiply(factor(x.tensor, a), factor(y.tensor, b), result.tensor, a.rows, b.columns, a.columns, false),
        ],
        backward: (gradients) => [
          ...toLeft(binding, gradients, left, a, factor(y.tensor, b)),
          ...toRight(binding, gradients, right, b, factor(x.tensor, a)),
        ],
      };
    },
  };
};

const side = ({ positions, width }: ValueShape, isTransposed: boolean): Side =>
  isTransposed ? { rows: width, columns: positions, isTransposed } : { rows: positions, columns: width, isTransposed };

const factor = (tensor: Tensor, { rows, columns, isTransposed }: Side): Factor => ({
  tensor,
  rowStep: isTransposed ? 1 : columns,
  columnStep: isTransposed ? rows : 1,
  batchStep: rows * columns,
});

const transposed = (given: Factor): Factor => ({ ...given, rowStep: given.columnStep, columnStep: given.rowStep });

const multiply = (
  left: Factor,
  right: Factor,
  result: Tensor,
  rows: number,
  columns: number,
  inner: number,
  accumulates: boolean,
): KernelCall =>
  product({
    left,
    right,
    result: { tensor: result, rowStep: columns, batchStep: rows * columns },
    rows,
    columns,
    inner,
    count: EXAMPLES,
    accumulates,
  });

const gradientFactor = ({ result }: Binding, gradients: Gradients): Factor =>
  factor(gradients.result, side(result satisfies Value, false));

function toLeft(binding: Binding, gradients: Gradients, left: string, a: Side, right: Factor): KernelCall[] {
  const target = gradients.value(left);
  if (!target) return [];
  const dy = gradientFactor(binding, gradients);
  const { width: columns } = binding.result;
  return a.isTransposed
    ? [multiply(right, transposed(dy), target.tensor, a.columns, a.rows, columns, target.accumulates)]
    : [multiply(dy, transposed(right), target.tensor, a.rows, a.columns, columns, target.accumulates)];
}

function toRight(binding: Binding, gradients: Gradients, right: string, b: Side, left: Factor): KernelCall[] {
  const target = gradients.value(right);
  if (!target) return [];
  const dy = gradientFactor(binding, gradients);
  const { positions: rows } = binding.result;
  return b.isTransposed
    ? [multiply(transposed(dy), left, target.tensor, b.columns, b.rows, rows, target.accumulates)]
    : [multiply(transposed(left), dy, target.tensor, b.rows, b.columns, rows, target.accumulates)];
}
