/**
 * What a plan needs to know of one operation. An op file is the whole truth about it: what it computes, what must fit, and
 * how gradients flow back through it.
 */

/** One row-major [rows, width] buffer and the gradient of the loss with respect to it. */
export interface Value {
  readonly width: number;
  readonly data: Float64Array;
  /** null where none is needed: in inputs, and in a plan that only computes forward. */
  readonly gradient: Float64Array | null;
}

/** A learnable tensor and its gradient. */
export interface ParameterBuffer {
  readonly data: Float64Array;
  readonly gradient: Float64Array | null;
  readonly mask: Uint8Array | null;
}

/** Finds the buffers that a node reads, by id. */
export interface Operands {
  readonly value: (node: string) => Value;
  readonly parameter: (id: string) => ParameterBuffer;
}

/** One call of a kernel, bound to its buffers; `rows` examples are in the batch. */
export type KernelCall = (rows: number) => void;

/** The calls of one node, each list in the order in which it runs. Gradients of values are added to what is there. */
export interface BoundOp {
  readonly forward: readonly KernelCall[];
  readonly backward: readonly KernelCall[];
}
