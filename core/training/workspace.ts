import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import { Plan } from '../engine/plan.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import type { Reals } from '../tensor/reals.ts';
import { LearnedParameters, OptimizerRule } from './learned-parameters.ts';

export interface WorkspaceSetup {
  readonly network: Network;
  readonly data: PreparedData;
  readonly largestBatch: number;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly parameters: Table<Reals>;
  readonly moments: Table<Reals>;
  /** Entries of parameters that must not move (0), by parameter id. */
  readonly held: Table<Uint8Array>;
  readonly kernels: KernelSet;
}

/** The plan of one step, laid out once for the largest batch, and the rows that it works on. */
export class Workspace {
  readonly plan: Plan;
  readonly learned: LearnedParameters;
  readonly #data: PreparedData;
  /** [largestBatch, inputs] */
  readonly #inputs: Float64Array;

  constructor({ network, data, largestBatch, loss, optimizer, parameters, moments, held, kernels }: WorkspaceSetup) {
    const rule = new OptimizerRule(optimizer);
    this.#data = data;
    this.plan = new Plan(network.graph, {
      largestBatch,
      kernels,
      objective: { kind: 'rows', loss },
      learning: { slots: optimizer.slots, rule, held },
    });
    this.plan.setParameters(parameters);
    this.learned = new LearnedParameters(this.plan, rule, moments, held);
    this.#inputs = new Float64Array(largestBatch * network.inputCount);
  }

  /** Brings `count` rows of the prepared data into the plan; `rowAt` says which. */
  take(count: number, rowAt: (i: number) => number): void {
    const { inputs, targets, inputValues, targetValues } = this.#data;
    for (let i = 0; i < count; i++) {
      const row = rowAt(i);
      copyRow(inputValues, row, this.#inputs, i, inputs.length);
      copyRow(targetValues, row, this.plan.targets, i, targets.length);
    }
    this.plan.setExamples(count);
    this.plan.setInputs(this.#inputs, count);
  }
}

function copyRow(from: Float64Array, row: number, to: Reals | Int32Array, at: number, width: number): void {
  for (let i = 0; i < width; i++) to[at * width + i] = from[row * width + i]!;
}
