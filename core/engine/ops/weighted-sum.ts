import { formatShape, ShapeError } from '../../tensor/shape.ts';
import type { GraphNode } from '../graph.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { BoundOp, KernelCall, Operands, Value } from './op.ts';

export interface WeightedSumNode extends GraphNode {
  readonly op: 'weightedSum';
  readonly terms: readonly Term[];
  /** Parameter id, or null for none. */
  readonly bias: string | null;
}

export interface Term {
  /** Id of the node x. */
  readonly source: string;
  /** Id of the parameter W. */
  readonly weight: string;
}

/**
 * z = Σₖ xₖ (Wₖ ∘ Mₖ)ᵀ + b, over every connection k that reaches a layer.
 *
 * Undrawn edges hold the weight 0 and have the gradient 0, so the mask only touches the backward pass:
 * dxₖ = dz Wₖ,  dWₖ = dzᵀ xₖ ∘ Mₖ,  db = Σ_rows dz.
 *
 * xₖ [rows, inputsₖ], Wₖ and Mₖ [outputs, inputsₖ], b [outputs], z [rows, outputs]
 */
export const weightedSum = (
  id: string,
  width: number,
  terms: readonly Term[],
  bias: string | null,
): WeightedSumNode => ({
  id,
  op: 'weightedSum',
  width,
  terms,
  bias,
  bind: (kernels, operands, sum) => {
    const bound = terms.map((term) => bindTerm(kernels, operands, term, sum));
    const { data: b = null, gradient: db = null } = bias === null ? {} : operands.parameter(bias);
    const dz = sum.gradient;
    const toBias: KernelCall[] = dz && db ? [(rows) => kernels.biasGradient(dz, db, rows, width)] : [];
    return {
      forward: [(rows) => kernels.startSum(sum.data, b, rows, width), ...bound.flatMap(({ forward }) => forward)],
      backward: [...bound.flatMap(({ backward }) => backward), ...toBias],
    };
  },
});

function bindTerm(kernels: Kernels, { value, parameter }: Operands, { source, weight }: Term, sum: Value): BoundOp {
  const { width: inputs, data: x, gradient: dx } = value(source);
  const { data: w, gradient: dw, mask } = parameter(weight);
  const { width: outputs, gradient: dz } = sum;
  if (w.length !== outputs * inputs) {
    throw new ShapeError(
      `a weight of ${w.length} entries cannot join ${inputs} inputs to ${outputs} outputs; ` +
        `it must be ${formatShape([outputs, inputs])}`,
    );
  }
  const toWeight: KernelCall[] =
    dz && dw ? [(rows) => kernels.weightGradient(dz, x, mask, dw, rows, inputs, outputs)] : [];
  const toSource: KernelCall[] = dz && dx ? [(rows) => kernels.addInputGradient(dz, w, dx, rows, inputs, outputs)] : [];
  return {
    forward: [(rows) => kernels.addProduct(x, w, sum.data, rows, inputs, outputs)],
    backward: [...toWeight, ...toSource],
  };
}
