import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import { Plan } from '../engine/plan.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { LearnedParameters } from './learned-parameters.ts';

/** The buffers of one step, laid out once for the largest batch. */
export class Workspace {
  readonly plan: Plan;
  readonly learned: LearnedParameters;
  /** [batch, inputs] */
  readonly inputs: Float64Array;
  /** [batch, outputs] */
  readonly targets: Float64Array;
  /** [batch, outputs] */
  readonly outputs: Float64Array;
  /** dLoss/dOutput, [batch, outputs] */
  readonly outputGradients: Float64Array;
  readonly #data: PreparedData;

  constructor(
    network: Network,
    data: PreparedData,
    maxRows: number,
    optimizer: Optimizer,
    parameters: Table<Float64Array>,
    moments: Table<Float64Array>,
  ) {
    this.#data = data;
    this.plan = new Plan(network.graph, maxRows, true);
    this.plan.setParameters(parameters);
    this.learned = new LearnedParameters(this.plan, optimizer, moments);
    this.inputs = new Float64Array(maxRows * network.inputCount);
    this.targets = new Float64Array(maxRows * network.outputCount);
    this.outputs = new Float64Array(maxRows * network.outputCount);
    this.outputGradients = new Float64Array(maxRows * network.outputCount);
  }

  /** Copies row `row` of the prepared data to place `at` of the batch. */
  take(row: number, at: number): void {
    const { inputs, targets, inputValues, targetValues } = this.#data;
    copyRow(inputValues, row, this.inputs, at, inputs.length);
    copyRow(targetValues, row, this.targets, at, targets.length);
  }
}

function copyRow(from: Float64Array, row: number, to: Float64Array, at: number, width: number): void {
  for (let i = 0; i < width; i++) to[at * width + i] = from[row * width + i]!;
}
