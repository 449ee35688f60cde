import { formatShape, ShapeError } from '../../tensor/shape.ts';
import type { GraphNode, OperandShapes } from '../graph.ts';
import type { KernelCall } from '../kernels/kernels.ts';
import { product } from '../kernels/reference/product.ts';
import { fillRows, sumRows } from '../kernels/reference/rows.ts';
import { weightGradient } from '../kernels/reference/weight-gradient.ts';
import { applyMask } from '../kernels/reference/mask.ts';
import { real, rowsOf, type Binding, type Gradients } from './op.ts';

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
 * xₖ [rows, inputsₖ], Wₖ and Mₖ [width, inputsₖ], b [width], z [rows, width]; rows are examples x positions
 */
export const weightedSum = (
  id: string,
  width: number,
  terms: readonly Term[],
  bias: string | null,
): WeightedSumNode => ({
  id,
  op: 'weightedSum',
  terms,
  bias,
  sources: terms.map(({ source }) => source),
  shape: (operands) => {
    for (const term of terms) checkTerm(term, width, operands);
    return real(terms[0] ? operands.value(terms[0].source).positions : 1, width);
  },
  bind: (binding) => {
    const { result, parameter } = binding;
    const rows = rowsOf(result);
    // Without a bias the first product can begin the sum.
    const isStarted = bias !== null || terms.length === 0;
    const start = fillRows(bias === null ? null : parameter(bias).tensor, result.tensor, rows, width);
    const bound = terms.map((term, i) => bindTerm(binding, term, isStarted || i > 0));
    return {
      forward: [...(isStarted ? [start] : []), ...bound.map(({ forward }) => forward)],
      backward: (gradients) => {
        const calls = bound.flatMap(({ backward }) => backward(gradients));
        if (bias === null) return calls;
        const target = gradients.parameter(bias);
        return [...calls, sumRows(gradients.result, target.tensor, rows, width, target.accumulates)];
      },
    };
  },
});

function checkTerm({ source, weight }: Term, outputs: number, { value, parameter }: OperandShapes): void {
  const { width: inputs } = value(source);
  const shape = parameter(weight);
  if (shape.length === 2 && shape[0] === outputs && shape[1] === inputs) return;
  throw new ShapeError(
    `a weight of ${formatShape(shape)} cannot join ${inputs} inputs to ${outputs} outputs; ` +
      `it must be ${formatShape([outputs, inputs])}`,
  );
}

function bindTerm({ result, value, parameter }: Binding, { source, weight }: Term, accumulates: boolean) {
  const { tensor: x, width: inputs } = value(source);
  const { tensor: w, mask } = parameter(weight);
  const { width: outputs } = result;
  const rows = rowsOf(result);
  const forward = product({
    left: { tensor: x, rowStep: inputs, columnStep: 1 },
    right: { tensor: w, rowStep: 1, columnStep: inputs },
    result: { tensor: result.tensor, rowStep: outputs },
    rows,
    columns: outputs,
    inner: inputs,
    accumulates,
  });
  const backward = (gradients: Gradients): KernelCall[] => {
    const { result: dz } = gradients;
    const dw = gradients.parameter(weight);
    const calls = [weightGradient(dz, x, dw.tensor, rows, outputs, inputs, dw.accumulates)];
    if (mask) calls.push(applyMask(mask, dw.tensor));
    const dx = gradients.value(source);
    if (!dx) return calls;
    const toSource = product({
      left: { tensor: dz, rowStep: outputs, columnStep: 1 },
      right: { tensor: w, rowStep: inputs, columnStep: 1 },
      result: { tensor: dx.tensor, rowStep: inputs },
      rows,
      columns: inputs,
      inner: outputs,
      accumulates: dx.accumulates,
    });
    return [...calls, toSource];
  };
  return { forward, backward };
}
