import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Table } from '../document/document.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import { Plan } from '../engine/plan.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import type { Reals } from '../tensor/reals.ts';
import { LearnedParameters, OptimizerRule, type StepSettings } from './learned-parameters.ts';

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

/** What one update works on. */
export interface Step {
  /** Examples of its batch. */
  readonly rows: number;
  /** Row of the prepared data that is the batch's i-th example. */
  readonly rowAt: (i: number) => number;
  readonly settings: StepSettings;
}

/** Why a step was not done. */
export interface Refusal {
  readonly stage: 'loss' | 'backward' | 'update';
  /** Id of the parameter; null for the loss. */
  readonly what: string | null;
  readonly value: number;
}

export interface StepsDone {
  /** Of the steps done. */
  readonly losses: Float64Array;
  /** Why the next one was not; null when all were. */
  readonly refusal: Refusal | null;
}

/** The plan of one step, laid out once for the largest batch, and the rows that it works on. */
export class Workspace {
  readonly plan: Plan;
  readonly learned: LearnedParameters;
  readonly #data: PreparedData;

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
  }

  /** For people: what computes it. */
  get description(): string {
    return this.plan.kernels.name;
  }

  /**
   * Whole updates, one after another.
   *
   * @param stepAt what step number 0 .. count - 1 of these works on
   */
  steps(count: number, stepAt: (index: number) => Step): StepsDone {
    const losses = new Float64Array(count);
    for (let done = 0; done < count; done++) {
      const { rows, rowAt, settings } = stepAt(done);
      this.take(rows, rowAt);
      this.plan.runThrough('forward', 'loss');
      const { loss } = this.plan;
      if (!Number.isFinite(loss))
        return { losses: losses.subarray(0, done), refusal: { stage: 'loss', what: null, value: loss } };
      losses[done] = loss;
      this.plan.run('backward');
      const gradient = this.learned.offendingGradient();
      if (gradient)
        return {
          losses: losses.subarray(0, done),
          refusal: { stage: 'backward', what: gradient.id, value: gradient.value },
        };
      const moved = this.learned.update(settings);
      if (moved)
        return { losses: losses.subarray(0, done), refusal: { stage: 'update', what: moved.id, value: moved.value } };
    }
    return { losses, refusal: null };
  }

  /** Brings `count` rows of the prepared data into the plan; `rowAt` says which. */
  take(count: number, rowAt: (i: number) => number): void {
    const { inputs, targets, inputValues, targetValues } = this.#data;
    const { length: width } = targets;
    const { targets: to } = this.plan;
    for (let i = 0; i < count; i++) {
      const row = rowAt(i);
      this.plan.setInput(inputValues, row * inputs.length, i);
      for (let k = 0; k < width; k++) to[i * width + k] = targetValues[row * width + k]!;
    }
    this.plan.setExamples(count);
  }
}
