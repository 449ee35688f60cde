/** Many runs of one drawing with other settings: which ones, from a seed, and one of them, with the bits of running it by hand. */
import type { Network } from '../compile/compile.ts';
import { initialParameters } from '../compile/initial-parameters.ts';
import type { PreparedData } from '../data/data-settings.ts';
import { startingValues, unconstrained } from '../document/constraints.ts';
import type { Constraints, Table, TrainingSettings } from '../document/document.ts';
import type { KernelSet, Precision } from '../engine/kernels/kernels.ts';
import type { InitializerName } from '../nn/initializers/registry.ts';
import type { Optimizer } from '../optim/optimizers/optimizer.ts';
import { optimizers, type OptimizerName } from '../optim/optimizers/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { exponential, logarithm } from '../tensor/elementary.ts';
import { Random } from '../tensor/random.ts';
import type { Evaluation } from './frame.ts';
import { NonFiniteError } from './non-finite.ts';
import type { InTurns } from './retrace.ts';
import { Trainer } from './trainer.ts';

/** One setting that differs from run to run. Ranges go in equal ratios. */
export type SweepAxis =
  | {
      readonly setting: 'learningRate' | 'batchSize';
      readonly from: number;
      readonly to: number;
      readonly count: number;
    }
  | { readonly setting: 'optimizer'; readonly choices: readonly OptimizerName[] }
  | { readonly setting: 'initializer'; readonly choices: readonly InitializerName[] }
  | { readonly setting: 'seed'; readonly count: number };

export interface SweepPlan {
  /** Every combination, or `runs` of them drawn at random from the whole ranges. */
  readonly method: 'grid' | 'random';
  readonly axes: readonly SweepAxis[];
  readonly runs: number;
  /** Seeds the drawing of random runs. */
  readonly seed: number;
  /** Updates of each run. */
  readonly steps: number;
}

export interface SweepRun {
  readonly number: number;
  readonly settings: TrainingSettings;
  readonly steps: number;
  /** Mean loss of the steps up to each of `curveSteps`, since the one before. */
  readonly curveSteps: Uint32Array;
  readonly curve: Float64Array;
  /** Both splits at its end. */
  readonly measured: Evaluation;
  /** Why it ended before its last step; null when it did not. */
  readonly stopped: string | null;
}

export const MOST_SWEEP_RUNS = 200;
const CURVE_POINTS = 100;
const LARGEST_SEED = 0xffffffff;

/** @throws RangeError when there are more than `MOST_SWEEP_RUNS` or no axes */
export function listRuns(base: TrainingSettings, plan: SweepPlan): TrainingSettings[] {
  if (plan.axes.length === 0) throw new RangeError('Choose at least one setting to vary.');
  const random = Random.fromSeed(plan.seed);
  if (plan.method === 'random') {
    return Array.from({ length: plan.runs }, () =>
      plan.axes.reduce((settings, axis) => drawn(settings, axis, random), base),
    );
  }
  const count = plan.axes.reduce((product, axis) => product * pointsOf(axis, base).length, 1);
  if (count > MOST_SWEEP_RUNS) {
    throw new RangeError(`A grid has up to ${MOST_SWEEP_RUNS} runs; this one has ${count}. Take fewer values.`);
  }
  return plan.axes.reduce<TrainingSettings[]>(
    (runs, axis) => runs.flatMap((settings) => pointsOf(axis, base).map((change) => change(settings))),
    [base],
  );
}

type ChangeOf = (settings: TrainingSettings) => TrainingSettings;

function pointsOf(axis: SweepAxis, base: TrainingSettings): ChangeOf[] {
  switch (axis.setting) {
    case 'learningRate':
      return between(axis).map((rate) => withLearningRate(rate));
    case 'batchSize':
      return [...new Set(between(axis).map(Math.round))].map((batchSize) => (settings) => ({ ...settings, batchSize }));
    case 'optimizer':
      return axis.choices.map((name) => withOptimizer(name));
    case 'initializer':
      return axis.choices.map((initializer) => (settings) => ({ ...settings, initializer }));
    case 'seed':
      return Array.from({ length: axis.count }, (_, i) => (settings) => ({
        ...settings,
        seed: (base.seed + i) % LARGEST_SEED,
      }));
  }
}

function drawn(settings: TrainingSettings, axis: SweepAxis, random: Random): TrainingSettings {
  switch (axis.setting) {
    case 'learningRate':
      return withLearningRate(ratioBetween(axis.from, axis.to, random.uniform()))(settings);
    case 'batchSize':
      return { ...settings, batchSize: Math.round(ratioBetween(axis.from, axis.to, random.uniform())) };
    case 'optimizer':
      return withOptimizer(axis.choices[random.integer(axis.choices.length)]!)(settings);
    case 'initializer':
      return { ...settings, initializer: axis.choices[random.integer(axis.choices.length)]! };
    case 'seed':
      return { ...settings, seed: random.integer(LARGEST_SEED) };
  }
}

const withLearningRate =
  (learningRate: number): ChangeOf =>
  (settings) => ({ ...settings, optimizerSettings: { ...settings.optimizerSettings, learningRate } });

/** Another optimizer with the settings that it begins with; those of the same name stay, but for the learning rate. */
const withOptimizer =
  (name: OptimizerName): ChangeOf =>
  (settings) => {
    if (name === settings.optimizer) return settings;
    const { fields }: Optimizer = optimizers[name];
    const kept = Object.entries(settings.optimizerSettings).filter(
      ([field]) => field in fields && field !== 'learningRate',
    );
    return {
      ...settings,
      optimizer: name,
      optimizerSettings: { ...initialSettings(fields), ...Object.fromEntries(kept) },
    };
  };

/** from · (to / from)^share, rounded to four digits: what a person would type. */
function ratioBetween(from: number, to: number, share: number): number {
  return Number((from * exponential(share * logarithm(to / from))).toPrecision(4));
}

const between = ({ from, to, count }: { from: number; to: number; count: number }): number[] =>
  Array.from({ length: count }, (_, i) => ratioBetween(from, to, count === 1 ? 0 : i / (count - 1)));

export interface SweepSetup {
  readonly network: Network;
  readonly data: PreparedData;
  readonly kernelsFor?: (precision: Precision) => KernelSet;
  /** What the parameters are held to, and where those that are frozen stand. */
  readonly constraints?: Constraints;
  readonly parameters: Table<Float64Array>;
}

/** From the starting values of its seed, as Reset gives them; a run that leaves the numbers ends there and says why. */
export function* runOne(
  { network, data, kernelsFor, constraints = unconstrained, parameters }: SweepSetup,
  number: number,
  settings: TrainingSettings,
  steps: number,
): InTurns<SweepRun> {
  const trainer = new Trainer({
    network,
    data,
    settings,
    parameters: startingValues(
      constraints,
      parameters,
      initialParameters(network, settings.initializer, settings.seed),
    ),
    constraints,
    position: null,
    ...(kernelsFor && { kernelsFor }),
  });
  const count = Math.min(CURVE_POINTS, steps);
  const curveSteps: number[] = [];
  const curve: number[] = [];
  let stopped: string | null = null;
  for (let point = 1; point <= count && stopped === null; point++) {
    try {
      trainer.steps(Math.round((point * steps) / count) - trainer.stepsDone);
    } catch (error) {
      if (!(error instanceof NonFiniteError)) throw error;
      stopped = error.message;
    }
    const losses = trainer.takeLosses();
    if (losses.length > 0) {
      curveSteps.push(trainer.stepsDone);
      curve.push(losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
    }
    yield point / count;
  }
  const measured = trainer.evaluate();
  return {
    number,
    settings,
    steps: trainer.stepsDone,
    curveSteps: Uint32Array.from(curveSteps),
    curve: Float64Array.from(curve),
    measured,
    stopped,
  };
}
