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
import { asDrawn, type NetworkShape } from './sweep-shape.ts';
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
  | { readonly setting: 'seed'; readonly count: number }
  /** Units of every hidden layer, in equal ratios; or how many hidden layers there are, in equal steps. */
  | {
      readonly setting: 'hiddenSize' | 'hiddenLayers';
      readonly from: number;
      readonly to: number;
      readonly count: number;
    };

/** What one run trains: the drawing in some shape, with some settings. */
export interface SweepCase {
  readonly settings: TrainingSettings;
  readonly shape: NetworkShape;
}

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

export interface SweepRun extends SweepCase {
  readonly number: number;
  readonly parameterCount: number;
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
export function listRuns(training: TrainingSettings, plan: SweepPlan): SweepCase[] {
  const base: SweepCase = { settings: training, shape: asDrawn };
  if (plan.axes.length === 0) throw new RangeError('Choose at least one setting to vary.');
  const random = Random.fromSeed(plan.seed);
  if (plan.method === 'random') {
    return Array.from({ length: plan.runs }, () => plan.axes.reduce((made, axis) => drawn(made, axis, random), base));
  }
  const count = plan.axes.reduce((product, axis) => product * pointsOf(axis, training).length, 1);
  if (count > MOST_SWEEP_RUNS) {
    throw new RangeError(`A grid has up to ${MOST_SWEEP_RUNS} runs; this one has ${count}. Take fewer values.`);
  }
  return plan.axes.reduce<SweepCase[]>(
    (runs, axis) => runs.flatMap((made) => pointsOf(axis, training).map((change) => change(made))),
    [base],
  );
}

type ChangeOf = (made: SweepCase) => SweepCase;

function pointsOf(axis: SweepAxis, { seed }: TrainingSettings): ChangeOf[] {
  switch (axis.setting) {
    case 'learningRate':
      return between(axis).map(withLearningRate);
    case 'batchSize':
      return distinct(between(axis)).map((batchSize) => setting({ batchSize }));
    case 'optimizer':
      return axis.choices.map(withOptimizer);
    case 'initializer':
      return axis.choices.map((initializer) => setting({ initializer }));
    case 'seed':
      return Array.from({ length: axis.count }, (_, i) => setting({ seed: (seed + i) % LARGEST_SEED }));
    case 'hiddenSize':
      return distinct(between(axis)).map((hiddenSize) => shape({ hiddenSize }));
    case 'hiddenLayers':
      return distinct(evenly(axis)).map((hiddenLayers) => shape({ hiddenLayers }));
  }
}

function drawn(made: SweepCase, axis: SweepAxis, random: Random): SweepCase {
  switch (axis.setting) {
    case 'learningRate':
      return withLearningRate(ratioBetween(axis.from, axis.to, random.uniform()))(made);
    case 'batchSize':
      return setting({ batchSize: Math.round(ratioBetween(axis.from, axis.to, random.uniform())) })(made);
    case 'optimizer':
      return withOptimizer(axis.choices[random.integer(axis.choices.length)]!)(made);
    case 'initializer':
      return setting({ initializer: axis.choices[random.integer(axis.choices.length)]! })(made);
    case 'seed':
      return setting({ seed: random.integer(LARGEST_SEED) })(made);
    case 'hiddenSize':
      return shape({ hiddenSize: Math.round(ratioBetween(axis.from, axis.to, random.uniform())) })(made);
    case 'hiddenLayers':
      return shape({
        hiddenLayers: Math.min(axis.from, axis.to) + random.integer(Math.abs(axis.to - axis.from) + 1),
      })(made);
  }
}

const setting =
  (change: Partial<TrainingSettings>): ChangeOf =>
  (made) => ({ ...made, settings: { ...made.settings, ...change } });

const shape =
  (change: Partial<NetworkShape>): ChangeOf =>
  (made) => ({ ...made, shape: { ...made.shape, ...change } });

const withLearningRate =
  (learningRate: number): ChangeOf =>
  (made) =>
    setting({ optimizerSettings: { ...made.settings.optimizerSettings, learningRate } })(made);

/** Another optimizer with the settings that it begins with; those of the same name stay, but for the learning rate. */
const withOptimizer =
  (name: OptimizerName): ChangeOf =>
  (made) => {
    const { optimizer, optimizerSettings } = made.settings;
    if (name === optimizer) return made;
    const { fields }: Optimizer = optimizers[name];
    const kept = Object.entries(optimizerSettings).filter(([field]) => field in fields && field !== 'learningRate');
    return setting({
      optimizer: name,
      optimizerSettings: { ...initialSettings(fields), ...Object.fromEntries(kept) },
    })(made);
  };

/** from · (to / from)^share, rounded to four digits: what a person would type. */
function ratioBetween(from: number, to: number, share: number): number {
  return Number((from * exponential(share * logarithm(to / from))).toPrecision(4));
}

const between = ({ from, to, count }: { from: number; to: number; count: number }): number[] =>
  Array.from({ length: count }, (_, i) => ratioBetween(from, to, count === 1 ? 0 : i / (count - 1)));

const evenly = ({ from, to, count }: { from: number; to: number; count: number }): number[] =>
  Array.from({ length: count }, (_, i) => (count === 1 ? from : from + (i * (to - from)) / (count - 1)));

const distinct = (values: readonly number[]): number[] => [...new Set(values.map(Math.round))];

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
  { settings, shape: made }: SweepCase,
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
    shape: made,
    parameterCount: network.parameterCount,
    steps: trainer.stepsDone,
    curveSteps: Uint32Array.from(curveSteps),
    curve: Float64Array.from(curve),
    measured,
    stopped,
  };
}
