/**
 * The op graph: what layers lower to, what a plan is made from, and what exporters that write code read. Each node computes
 * one value of shape [rows, width] from values of earlier nodes and from parameters.
 */
import type { Shape } from '../tensor/shape.ts';
import type { Kernels } from './kernels/kernels.ts';
import type { BoundOp, Operands, Value } from './ops/op.ts';

export interface GraphNode {
  /** The layer's own id where the value is a layer's output. */
  readonly id: string;
  readonly op: string;
  readonly width: number;
  /** Ties the op to its buffers. @throws ShapeError when the operands do not fit together */
  readonly bind: (kernels: Kernels, operands: Operands, result: Value) => BoundOp;
}

export interface GraphParameter {
  readonly id: string;
  readonly shape: Shape;
  /** Same size as the parameter: where it holds 0 there is no number to learn, only a constant 0. null = all are learnt. */
  readonly mask: Uint8Array | null;
}

export interface Graph {
  /** Every node after those whose values it reads. */
  readonly nodes: readonly GraphNode[];
  /** Ids of the nodes that take a row's numbers, in the order of its columns. */
  readonly inputs: readonly string[];
  /** Ids of the nodes whose values are the outputs, in order. */
  readonly outputs: readonly string[];
  readonly parameters: readonly GraphParameter[];
}

/** Id of the node that holds what a layer's activation receives; a linear layer has no such node. */
export const preActivationId = (layerId: string): string => `${layerId}.sum`;
