import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Constraints, Table } from '../document/document.ts';
import type { KernelSet } from '../engine/kernels/kernels.ts';
import { IGNORED } from '../engine/kernels/reference/class-cross-entropy.ts';
import { Plan } from '../engine/plan.ts';
import type { Loss } from '../nn/losses/loss.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { sizeOf } from '../tensor/shape.ts';
import { firstNonFinite, type Reals } from '../tensor/reals.ts';
import { aroundUpdates } from './around-updates.ts';
import { ConstrainedEntries, hasRangesOrTies, heldEntries } from './constrained-entries.ts';
import { GradientSum } from './gradient-sum.ts';
import { LearnedParameters, OptimizerRule, type StepSettings } from './learned-parameters.ts';
import { gradientOf, PlanExchange, slotOf, valuesOf } from './plan-exchange.ts';
import { openSmallPath, type SmallPath } from './small-path.ts';
import { TextWriter } from './text-windows.ts';

export interface WorkspaceSetup {
  readonly network: Network;
  readonly data: PreparedData;
  readonly largestBatch: number;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly parameters: Table<Reals>;
  readonly moments: Table<Reals>;
  readonly constraints: Constraints;
  readonly kernels: KernelSet;
}

/** Updates to do, one after another. */
export interface Steps {
  readonly count: number;
  /** Rows of the prepared data, batch after batch. */
  readonly order: Uint32Array;
  /** [count + 1]: where each batch starts in `order`, and where the last one ends. */
  readonly starts: Uint32Array;
  /** Settings of the update number 0 .. count - 1 of these. */
  readonly settingsAt: (index: number) => StepSettings;
  /** Whether they differ in the step's number alone. */
  readonly isSteady: boolean;
}

/** The plan of one step, laid out once for the largest batch, and the rows that it works on. */
export class Workspace {
  readonly plan: Plan;
  readonly learned: LearnedParameters;
  /** Of a step's batches, where it has several. */
  readonly gradientSum: GradientSum;
  readonly #data: PreparedData;
  readonly #positions: number;
  readonly #writer: TextWriter | null;
  readonly #small: SmallPath | null;
  readonly #exchange: PlanExchange | null;
  /** Whether updates have to keep to ranges or ties. */
  readonly #isConstrained: boolean;
  /** Whether the plan was told the gradients of the last update that generated code did. */
  #knowsSquares = false;

  constructor({
    network,
    data,
    largestBatch,
    loss,
    optimizer,
    parameters,
    moments,
    constraints,
    kernels,
  }: WorkspaceSetup) {
    const rule = new OptimizerRule(optimizer);
    const held = heldEntries(constraints, new Map(network.parameters.map(({ id, shape }) => [id, sizeOf(shape)])));
    const constrained = hasRangesOrTies(constraints) ? new ConstrainedEntries(constraints) : null;
    this.#data = data;
    this.#positions = network.text?.outputPositions ?? 1;
    this.#writer = data.text && network.text ? new TextWriter(data.text, network.text) : null;
    this.plan = new Plan(network.graph, {
      largestBatch,
      kernels,
      objective: data.text ? { kind: 'classes' } : { kind: 'rows', loss },
      keepsValues: !data.text,
      learning: { slots: optimizer.slots, rule, held },
    });
    this.plan.setParameters(parameters);
    this.learned = new LearnedParameters(this.plan, rule, moments, held, constrained);
    this.gradientSum = new GradientSum(this.plan);
    const isWritable = kernels.precision === 'float64' && !data.text;
    this.#small = isWritable ? openSmallPath({ network, data, largestBatch, loss, optimizer, held }) : null;
    this.#exchange = this.#small && new PlanExchange(this.plan, this.#small.starts);
    this.#isConstrained = constrained !== null;
  }

  /** For people: what computes it. */
  get description(): string {
    const { name } = this.plan.kernels;
    return this.#small ? `${name}, many steps at once by generated code` : name;
  }

  /**
   * Whole updates by the generated code, with the bits that the plan would give.
   *
   * @returns the loss of each step that was done: fewer than asked for, or none, where the plan has to go on
   */
  steps(steps: Steps): Float64Array {
    const [small, exchange] = [this.#small, this.#exchange];
    if (!small || !exchange) return new Float64Array(0);
    const { program } = small;
    const settings = steps.settingsAt(0);
    exchange.fromPlan(valuesOf, program.values);
    program.slots.forEach((slot, i) => exchange.fromPlan(slotOf(i), slot));
    const { learned } = this;
    const around = aroundUpdates({ program, exchange, learned, settings, isConstrained: this.#isConstrained });
    this.#knowsSquares = around !== null; // clipping needs them
    const before = around?.afterUpdate ? program.values.slice() : null;
    const losses = new Float64Array(steps.count);
    const done = program.train(
      {
        count: steps.count,
        order: steps.order,
        starts: steps.starts,
        ends: steps.starts.subarray(1),
        firstStep: settings.step,
        settings: settings.optimizer,
        learningRates: steps.isSteady ? null : learningRates(steps),
        around,
      },
      losses,
    );
    const isFinite = [program.values, ...program.slots].every((values) => firstNonFinite(values) === undefined);
    if (!isFinite) {
      if (before) exchange.toPlan(before, valuesOf);
      return new Float64Array(0);
    }
    exchange.toPlan(program.values, valuesOf);
    program.slots.forEach((slot, i) => exchange.toPlan(slot, slotOf(i)));
    return losses.subarray(0, done);
  }

  /** Sum of the squares of all gradients of the last update that `steps` did, before clipping, with the bits of the plan. */
  generatedGradientSquares(): number {
    const [small, exchange] = [this.#small, this.#exchange];
    if (!small || !exchange) throw new Error('internal: there is no generated code');
    if (!this.#knowsSquares) {
      exchange.toPlan(small.program.gradients, gradientOf);
      this.plan.run('squares');
    }
    return this.plan.gradientSquares;
  }

  /** What the loss of the examples in the plan is the mean over: tokens to guess in a text, else rows. */
  guessed(rows: number): number {
    if (!this.#data.text) return rows;
    const targets = this.plan.targets.subarray(0, rows * this.#positions);
    let count = 0;
    for (let i = 0; i < targets.length; i++) if (targets[i] !== IGNORED) count++;
    return count;
  }

  /** Brings `count` rows of the prepared data into the plan; `rowAt` says which, `key` is the step's chance. */
  take(count: number, rowAt: (i: number) => number, key = 0): void {
    this.plan.setRandomKey(key);
    if (this.#writer) {
      this.#writer.write(this.plan, count, rowAt, key);
      return;
    }
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

const learningRates = ({ count, settingsAt }: Steps): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => settingsAt(i).optimizer['learningRate'] ?? 0);
