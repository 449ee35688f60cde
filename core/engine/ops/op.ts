/**
 * What a plan needs to know of one operation. An op file is the whole truth about it: its shape rule, what it computes, and
 * how gradients flow back through it.
 */
import type { Shape } from '../../tensor/shape.ts';
import type { KernelCall, Size, Tensor } from '../kernels/kernels.ts';

/** A value is a row-major [examples, positions, width] tensor; positions is 1 where an example is no sequence. */
export interface ValueShape {
  readonly positions: number;
  readonly width: number;
  /** Real numbers, or whole numbers such as token ids. */
  readonly kind: 'real' | 'index';
}

export interface Value extends ValueShape {
  readonly tensor: Tensor;
}

/** A learnable tensor. */
export interface ParameterTensor {
  readonly tensor: Tensor;
  readonly shape: Shape;
  /** Same length, 0 where there is no number to learn; null where all are learnt. */
  readonly mask: Tensor | null;
}

/** Finds and makes the tensors of one node. */
export interface Binding {
  readonly result: Value;
  readonly value: (node: string) => Value;
  readonly parameter: (id: string) => ParameterTensor;
  /** A tensor that forward fills for backward. */
  readonly keep: (name: string, entriesPerExample: number) => Tensor;
  /** A tensor that keeps its numbers from one run to the next. */
  readonly remember: (name: string, entriesPerExample: number) => Tensor;
  /** [2]: the step's random key, and whether the step trains (1) or only computes (0). */
  readonly randomKey: Tensor;
  /** A number of its own for each node, the same in every plan of the graph. */
  readonly salt: number;
}

/** Where a gradient is to go: over what is there, or added to it. */
export interface GradientTarget {
  readonly tensor: Tensor;
  readonly accumulates: boolean;
}

/** Finds the tensors of a node's backward pass. Every target asked for must then be written. */
export interface Gradients {
  /** dLoss/dValue of the node itself. */
  readonly result: Tensor;
  /** null where none is needed: data. */
  readonly value: (node: string) => GradientTarget | null;
  readonly parameter: (id: string) => GradientTarget;
  /** Lets the source's gradient start as this node's own, without a copy. @returns false when it has begun already */
  readonly pass: (node: string) => boolean;
  /** Examples in the largest batch. */
  readonly largestBatch: number;
  /** A tensor that only this backward uses. */
  readonly scratch: (name: string, entries: number) => Tensor;
}

/** The calls of one node, each list in the order in which it runs. */
export interface BoundOp {
  readonly forward: readonly KernelCall[];
  /** Called once for each node that has a gradient, last node first. */
  readonly backward: (gradients: Gradients) => readonly KernelCall[];
}

export const real = (positions: number, width: number): ValueShape => ({ positions, width, kind: 'real' });

export const perExample = (count: number): Size => ({ perExample: count });
export const EXAMPLES: Size = perExample(1);
/** Rows of a value: one per example and position. */
export const rowsOf = ({ positions }: ValueShape): Size => perExample(positions);
export const entriesOf = ({ positions, width }: ValueShape): Size => perExample(positions * width);

export const formatValue = ({ positions, width }: ValueShape): string =>
  positions === 1 ? `${width}` : `${positions} x ${width}`;
