/**
 * What a plan needs to know of one operation. An op file is the whole truth about it: the width of its result, what it
 * computes, and how gradients flow back through it.
 */
import type { Kernels } from '../kernels/kernels.ts';

/** One row-major [rows, width] buffer and the gradient of the loss with respect to it. */
export interface Value {
  readonly width: number;
  readonly data: Float64Array;
  /** null in a plan that only computes forward. */
  readonly gradient: Float64Array | null;
}

/** A learnable tensor and its gradient. */
export interface ParameterBuffer {
  readonly data: Float64Array;
  readonly gradient: Float64Array | null;
}

/** One call of a kernel, bound to its buffers; `rows` examples are in the batch. */
export type KernelCall = (rows: number) => void;

/** The calls of one node: forward in order; backward in the order in which they run backwards. */
export interface BoundOp {
  readonly forward: readonly KernelCall[];
  readonly backward: readonly KernelCall[];
}

export type Bind<Operands> = (kernels: Kernels, operands: Operands) => BoundOp;
