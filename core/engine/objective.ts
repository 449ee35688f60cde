/** What a plan measures its outputs by, and where the gradients start. */
import type { Arena } from './arena.ts';
import type { KernelCall, Tensor } from './kernels/kernels.ts';
import { classCrossEntropy } from './kernels/reference/class-cross-entropy.ts';
import { loss, lossGradient, type LossFunction } from './kernels/reference/loss.ts';
import { rowsOf, type Value } from './ops/op.ts';

/**
 * `rows`: a loss over [rows, width] outputs and targets of the same shape. `classes`: softmax cross-entropy of each row's
 * logits against the class named for it, rows with the target -100 left out.
 */
export type Objective = { readonly kind: 'rows'; readonly loss: LossFunction } | { readonly kind: 'classes' };

export interface BoundObjective {
  readonly targets: Tensor;
  /** Its first entry is the loss. */
  readonly loss: Tensor;
  /** dLoss/dOutput */
  readonly gradient: Tensor;
  readonly lossCalls: (learns: boolean) => readonly KernelCall[];
  readonly gradientCalls: () => readonly KernelCall[];
}

export function bindObjective(objective: Objective, output: Value, arena: Arena, largestBatch: number): BoundObjective {
  const { tensor, positions, width } = output;
  const rows = largestBatch * positions;
  const gradient = arena.passing('outputs.gradient', rows * width);
  if (objective.kind === 'classes') {
    const targets = arena.lasting('targets', rows, 'index');
    const result = arena.lasting('loss', 1 + rows);
    return {
      targets,
      loss: result,
      gradient,
      lossCalls: (learns) => [
        classCrossEntropy(tensor, targets, result, learns ? gradient : null, rowsOf(output), width),
      ],
      gradientCalls: () => [],
    };
  }
  const targets = arena.lasting('targets', rows * width);
  const result = arena.lasting('loss', 1);
  const { loss: rule } = objective;
  return {
    targets,
    loss: result,
    gradient,
    lossCalls: () => [loss(rule, tensor, targets, result, rowsOf(output), width)],
    gradientCalls: () => [lossGradient(rule, tensor, targets, gradient, rowsOf(output), width)],
  };
}
