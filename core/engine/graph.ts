/**
 * The op graph: what layers lower to, what a plan is made from, and what exporters that write code read. Each node computes
 * one value from values of earlier nodes and from parameters.
 */
import type { Shape } from '../tensor/shape.ts';
import type { Binding, BoundOp, ValueShape } from './ops/op.ts';

export interface GraphNode {
  /** The layer's own id where the value is a layer's output. */
  readonly id: string;
  readonly op: string;
  /** Ids of the nodes whose values it reads. */
  readonly sources: readonly string[];
  /** The shape rule. @throws ShapeError when the operands do not fit together */
  readonly shape: (operands: OperandShapes) => ValueShape;
  /** Ties the op to its tensors. */
  readonly bind: (binding: Binding) => BoundOp;
  /** The node's value is the source's memory read in another shape: nothing is computed. */
  readonly isView?: boolean;
  /** Backward needs what it is made from in any case, and making it again costs little. */
  readonly isCheap?: boolean;
}

/** What a shape rule may ask. */
export interface OperandShapes {
  readonly value: (node: string) => ValueShape;
  readonly parameter: (id: string) => Shape;
}

export interface GraphParameter {
  readonly id: string;
  readonly shape: Shape;
  /** Same size as the parameter: where it holds 0 there is no number to learn, only a constant 0. null = all are learnt. */
  readonly mask: Uint8Array | null;
  /** Whether weight decay applies to it; yes unless said. */
  readonly decays?: boolean;
}

export interface Graph {
  /** Every node after those whose values it reads. */
  readonly nodes: readonly GraphNode[];
  /** Ids of the nodes that take an example's numbers, in the order of its columns. */
  readonly inputs: readonly string[];
  /** Ids of the nodes whose values are the outputs, in order. */
  readonly outputs: readonly string[];
  readonly parameters: readonly GraphParameter[];
}

/** Id of the node that holds what a layer's activation receives; a linear layer has no such node. */
export const preActivationId = (layerId: string): string => `${layerId}.sum`;
