import { formatShape, ShapeError } from '../../tensor/shape.ts';
import type { Bind, KernelCall, ParameterBuffer, Value } from './op.ts';

export interface WeightedSumOperands {
  readonly terms: readonly { readonly x: Value; readonly weight: ParameterBuffer; readonly mask: Uint8Array | null }[];
  readonly bias: ParameterBuffer | null;
  readonly sum: Value;
}

/**
 * z = Σₖ xₖ (Wₖ ∘ Mₖ)ᵀ + b, over every connection k that reaches a layer.
 *
 * Undrawn edges hold the weight 0 and have the gradient 0, so the mask only touches the backward pass:
 * dxₖ = dz Wₖ,  dWₖ = dzᵀ xₖ ∘ Mₖ,  db = Σ_rows dz.
 *
 * xₖ [rows, inputsₖ], Wₖ and Mₖ [outputs, inputsₖ], b [outputs], z [rows, outputs]
 *
 * @throws ShapeError when a weight has not outputs · inputs entries
 */
export const weightedSum: Bind<WeightedSumOperands> = (kernels, { terms, bias, sum }) => {
  for (const { x, weight } of terms) {
    if (weight.data.length !== x.width * sum.width) {
      throw new ShapeError(
        `a weight of ${weight.data.length} entries cannot join ${x.width} inputs to ${sum.width} outputs; ` +
          `it must be ${formatShape([sum.width, x.width])}`,
      );
    }
  }
  const forward: KernelCall[] = [
    (rows) => kernels.startSum(sum.data, bias?.data ?? null, rows, sum.width),
    ...terms.map(
      ({ x, weight }): KernelCall =>
        (rows) =>
          kernels.addProduct(x.data, weight.data, sum.data, rows, x.width, sum.width),
    ),
  ];
  const dz = sum.gradient;
  if (!dz) return { forward, backward: [] };
  const backward: KernelCall[] = terms.flatMap(({ x, weight, mask }): KernelCall[] => {
    const { gradient: dw } = weight;
    const dx = x.gradient;
    return [
      ...(dw ? [(rows: number) => kernels.weightGradient(dz, x.data, mask, dw, rows, x.width, sum.width)] : []),
      ...(dx ? [(rows: number) => kernels.addInputGradient(dz, weight.data, dx, rows, x.width, sum.width)] : []),
    ];
  });
  const db = bias?.gradient;
  if (db) backward.push((rows) => kernels.biasGradient(dz, db, rows, sum.width));
  return { forward, backward };
};
