/**
 * A small network as drawn: single neurons and edges, float64. It is trained by WebAssembly that is written at run time for this
 * very network, and that gives the same bits as the plan's plain loops, because both keep to one order of additions:
 *
 * z = bias, or 0, then + x w edge by edge; a = f(z)
 * da = dLoss/da at an output, else 0, then + dz w consumer by consumer; dz = da f'(z)
 * dw = (sum of dz x over the batch's rows 0, 2, 4 ...) + (the same over rows 1, 3, 5 ...); db likewise with dz
 *
 * `fixtures/interpreter.ts` is that order as loops. Even and odd rows go side by side through the two lanes of a vector.
 */
import type { Activation } from '../../nn/activations/activation.ts';
import type { Loss } from '../../nn/losses/loss.ts';
import type { Optimizer } from '../../optim/optimizers/optimizer.ts';

/** One neuron. The orders of its lists are the orders in which numbers are added. */
export interface SmallUnit {
  /** Index of the bias among the parameters; null = none. */
  readonly bias: number | null;
  /** z = bias + x w + x w ...; `source` is a node, `weight` an index among the parameters. */
  readonly edges: readonly { readonly source: number; readonly weight: number }[];
  /** Who reads this unit: da = dz w + dz w ...; `unit` counts units, not nodes. */
  readonly consumers: readonly { readonly unit: number; readonly weight: number }[];
  readonly activation: Activation;
}

/**
 * Any acyclic graph of neurons, and how it is to be trained. Nodes 0 ... inputCount - 1 are the inputs, node inputCount + u is
 * unit u. Each parameter belongs to at most one edge or bias.
 */
export interface SmallNetwork {
  readonly inputCount: number;
  /** Each after those that it reads. */
  readonly units: readonly SmallUnit[];
  /** Node ids of units, in the order of the target columns. */
  readonly outputs: readonly number[];
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly parameterCount: number;
  /** 0 = this parameter never moves: value and optimizer state keep their exact bits. null = all move. */
  readonly held: Uint8Array | null;
  readonly largestBatch: number;
  readonly table: SmallTable;
}

export interface SmallTable {
  /** [rows, inputCount] */
  readonly inputs: Float64Array;
  /** [rows, outputs] */
  readonly targets: Float64Array;
}
