/**
 * The seam between a plan and the loops that compute it. A set of kernels is one implementation of this interface; a plan
 * calls nothing else. Matrices are row-major; `rows` counts the examples of the batch; sums are added to what is there.
 */

/** A function of one number, applied to each entry of a tensor by itself. */
export interface ElementwiseFunction {
  readonly forward: (z: number) => number;
  /** da/dz, given both z and a = forward(z), so that neither is computed twice. */
  readonly derivative: (z: number, a: number) => number;
}

export interface Kernels {
  readonly name: string;
  /** sum[rows, outputs] = bias, or 0 without one */
  readonly startSum: (sum: Float64Array, bias: Float64Array | null, rows: number, outputs: number) => void;
  /** sum[rows, outputs] += x[rows, inputs] · weight[outputs, inputs]ᵀ */
  readonly addProduct: (
    x: Float64Array,
    weight: Float64Array,
    sum: Float64Array,
    rows: number,
    inputs: number,
    outputs: number,
  ) => void;
  /** xGradient[rows, inputs] += sumGradient[rows, outputs] · weight[outputs, inputs] */
  readonly addInputGradient: (
    sumGradient: Float64Array,
    weight: Float64Array,
    xGradient: Float64Array,
    rows: number,
    inputs: number,
    outputs: number,
  ) => void;
  /** weightGradient[outputs, inputs] = sumGradientᵀ · x, 0 where the mask is 0 */
  readonly weightGradient: (
    sumGradient: Float64Array,
    x: Float64Array,
    mask: Uint8Array | null,
    weightGradient: Float64Array,
    rows: number,
    inputs: number,
    outputs: number,
  ) => void;
  /** biasGradient[outputs] = column sums of sumGradient */
  readonly biasGradient: (sumGradient: Float64Array, biasGradient: Float64Array, rows: number, outputs: number) => void;
  /** a = f(z) */
  readonly activate: (activation: ElementwiseFunction, z: Float64Array, a: Float64Array, count: number) => void;
  /** zGradient += aGradient · f'(z) */
  readonly activationGradient: (
    activation: ElementwiseFunction,
    z: Float64Array,
    a: Float64Array,
    aGradient: Float64Array,
    zGradient: Float64Array,
    count: number,
  ) => void;
}
