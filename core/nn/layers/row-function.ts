/**
 * What a layer without weights of its own inputs does to the units of one example, written for people and with its derivative:
 * what the chain rule multiplies and what the loss of one parameter is carried through. Training runs the ops instead.
 *
 * With x the units that enter, summed over all that is wired in:  plain = f(x),  y = plain · scale + bias.
 */
export interface RowFunction {
  /** Whether every unit depends on all units that enter; else each depends on its own alone. */
  readonly mixes: boolean;
  /** Name of the layer's parameter that multiplies the result, [width]; null for none. */
  readonly scale: string | null;
  /**
   * Writes f(x).
   *
   * @param x [width]
   * @param plain [width]
   * @returns what the derivative needs to know of the row beside `plain`
   */
  readonly forward: (x: Float64Array, plain: Float64Array) => number;
  /** dplain[to] / dx[from], from both entries of `plain`; the same with `from` and `to` exchanged. */
  readonly derivative: (from: number, to: number, isSame: boolean, width: number, factor: number) => number;
  /** Writes (dplain/dx) v, [width]: slopes carried forward, or, since the matrix is symmetric, gradients carried back. */
  readonly apply: (plain: Float64Array, factor: number, v: Float64Array, result: Float64Array) => void;
}
