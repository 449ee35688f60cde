/** Normalisation of every row to a common scale. */
import { formatShape, ShapeError } from '../../tensor/shape.ts';
import type { GraphNode } from '../graph.ts';
import * as kernels from '../kernels/reference/normalize.ts';
import { rowsOf } from './op.ts';

export interface NormalizeOptions {
  readonly source: string;
  /** Parameter id, [width]; null for none */
  readonly scale: string | null;
  /** Parameter id, [width]; null for none */
  readonly shift: string | null;
  /** Added to the variance before the root. */
  readonly epsilon: number;
}

/**
 * y = (x - mean) / √(variance + ε) · scale + shift, over the width of each row, with the biased variance.
 *
 * @see Ba, Kiros, Hinton 2016, "Layer normalization"; torch.nn.LayerNorm
 */
export const layerNorm = (id: string, options: NormalizeOptions): GraphNode =>
  normalization(id, 'layerNorm', options, true);

/**
 * y = x / √(mean(x²) + ε) · scale.
 *
 * @see Zhang, Sennrich 2019, "Root mean square layer normalization"
 */
export const rmsNorm = (id: string, options: Omit<NormalizeOptions, 'shift'>): GraphNode =>
  normalization(id, 'rmsNorm', { ...options, shift: null }, false);

const normalization = (
  id: string,
  op: string,
  { source, scale, shift, epsilon }: NormalizeOptions,
  isCentred: boolean,
): GraphNode => ({
  id,
  op,
  sources: [source],
  isCheap: true,
  shape: ({ value, parameter }) => {
    if (scale === null && shift !== null) throw new ShapeError('a normalisation with a shift needs a scale');
    const shape = value(source);
    for (const given of [scale, shift].filter((id) => id !== null)) {
      const own = parameter(given);
      if (own.length === 1 && own[0] === shape.width) continue;
      throw new ShapeError(`a normalisation of rows of ${shape.width} needs ${shape.width}, not ${formatShape(own)}`);
    }
    return shape;
  },
  bind: ({ value, parameter, keep, result }) => {
    const { tensor: x, positions, width } = value(source);
    const rows = { rows: rowsOf(result), width, isCentred, statistics: keep('statistics', 2 * positions) };
    const scaleTensor = scale === null ? null : parameter(scale).tensor;
    const shiftTensor = shift === null ? null : parameter(shift).tensor;
    return {
      forward: [kernels.normalize(rows, x, scaleTensor, shiftTensor, result.tensor, epsilon)],
      backward: (gradients) => {
        const toInput = () => {
          const dx = gradients.value(source);
          if (!dx) return [];
          const { tensor, accumulates } = dx;
          return [kernels.normalizeInputGradient(rows, gradients.result, x, scaleTensor, tensor, accumulates)];
        };
        if (scale === null) return toInput();
        const dscale = gradients.parameter(scale);
        const dshift = shift === null ? null : gradients.parameter(shift);
        if (dshift && dshift.accumulates !== dscale.accumulates) {
          throw new Error('internal: scale and shift of one normalisation are shared by different nodes');
        }
        const toParameters = kernels.normalizeParameterGradient(
          rows,
          gradients.result,
          x,
          dscale.tensor,
          dshift?.tensor ?? null,
          dscale.accumulates,
        );
        return [toParameters, ...toInput()];
      },
    };
  },
});
