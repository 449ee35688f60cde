/** Entry-by-entry sum and product of two operands, either of which may be repeated over examples, positions or width. */
import { ShapeError } from '../../tensor/shape.ts';
import type { GraphNode, OperandShapes } from '../graph.ts';
import * as kernels from '../kernels/reference/combine.ts';
import { EXAMPLES, formatValue, real, type Binding, type Gradients, type ValueShape } from './op.ts';

/** A value, or a parameter of shape [width], [1, width] or [positions, width], the same for every example. */
export type Operand = { readonly value: string } | { readonly parameter: string };

/** y = left + right;  dleft = dy and dright = dy, each summed over what was repeated. */
export const add = (id: string, left: Operand, right: Operand): GraphNode => ({
  ...described(id, 'add', left, right),
  bind: (binding) => {
    const [l, r] = [broadcast(binding, left), broadcast(binding, right)];
    const { tensor, positions, width } = binding.result;
    const shape = { examples: EXAMPLES, positions, width };
    const toOperand = (operand: Operand, gradients: Gradients) => {
      const target = gradientOf(gradients, operand);
      if (!target) return [];
      const { accumulates } = target;
      const steps = { ...broadcast(binding, operand), tensor: target.tensor };
      return [kernels.sumGradient({ gradient: gradients.result, target: steps, accumulates, ...shape })];
    };
    return {
      forward: [kernels.sum({ left: l, right: r, result: tensor, ...shape })],
      backward: (gradients) => {
        const toRight = toOperand(right, gradients);
        // A source of the same shape takes the gradient over as it is, which saves a copy per residual connection.
        const isPassed = 'value' in left && isWhole(binding, left.value) && gradients.pass(left.value);
        return isPassed ? toRight : [...toRight, ...toOperand(left, gradients)];
      },
    };
  },
});

/** y = left · right;  dleft = dy · right, dright = dy · left, each summed over what was repeated. */
export const multiply = (id: string, left: Operand, right: Operand): GraphNode => ({
  ...described(id, 'multiply', left, right),
  bind: (binding) => {
    const [l, r] = [broadcast(binding, left), broadcast(binding, right)];
    const { tensor, positions, width } = binding.result;
    const shape = { examples: EXAMPLES, positions, width };
    const toOperand = (operand: Operand, other: kernels.Broadcast, gradients: Gradients) => {
      const target = gradientOf(gradients, operand);
      if (!target) return [];
      const { accumulates } = target;
      const steps = { ...broadcast(binding, operand), tensor: target.tensor };
      return [kernels.timesGradient({ gradient: gradients.result, target: steps, other, accumulates, ...shape })];
    };
    return {
      forward: [kernels.times({ left: l, right: r, result: tensor, ...shape })],
      backward: (gradients) => [...toOperand(left, r, gradients), ...toOperand(right, l, gradients)],
    };
  },
});

const described = (id: string, op: string, left: Operand, right: Operand) => ({
  id,
  op,
  sources: [left, right].flatMap((operand) => ('value' in operand ? [operand.value] : [])),
  shape: (shapes: OperandShapes) => combinedShape(op, shapeOf(shapes, left), shapeOf(shapes, right)),
});

const gradientOf = (gradients: Gradients, operand: Operand) =>
  'value' in operand ? gradients.value(operand.value) : gradients.parameter(operand.parameter);

function isWhole({ value, result }: Binding, source: string): boolean {
  const { positions, width } = value(source);
  return positions === result.positions && width === result.width;
}

function shapeOf({ value, parameter }: OperandShapes, operand: Operand): ValueShape {
  if ('value' in operand) return value(operand.value);
  const shape = parameter(operand.parameter);
  return real(shape.length === 2 ? shape[0]! : 1, shape.at(-1) ?? 1);
}

function combinedShape(op: string, left: ValueShape, right: ValueShape): ValueShape {
  const positions = Math.max(left.positions, right.positions);
  const width = Math.max(left.width, right.width);
  for (const shape of [left, right]) {
    if ((shape.positions === positions || shape.positions === 1) && (shape.width === width || shape.width === 1)) {
      continue;
    }
    throw new ShapeError(
      `cannot ${op} ${formatValue(left)} and ${formatValue(right)}: sizes must be equal, or 1 to be repeated`,
    );
  }
  return real(positions, width);
}

/** How to walk an operand along examples, positions and width; a step of 0 repeats it. */
function broadcast({ value, parameter }: Binding, operand: Operand): kernels.Broadcast {
  const steps = (tensor: kernels.Broadcast['tensor'], { positions, width }: ValueShape, isPerExample: boolean) => ({
    tensor,
    exampleStep: isPerExample ? positions * width : 0,
    positionStep: positions === 1 ? 0 : width,
    widthStep: width === 1 ? 0 : 1,
  });
  if ('value' in operand) {
    const { tensor, ...shape } = value(operand.value);
    return steps(tensor, shape, true);
  }
  const { tensor, shape } = parameter(operand.parameter);
  return steps(tensor, real(shape.length === 2 ? shape[0]! : 1, shape.at(-1) ?? 1), false);
}
