/**
 * One network in training: takes the next batch, computes forward, the loss, backward, and updates every parameter, each of
 * the four a possible stopping place. Nothing but the seed and the data decides what happens.
 */
import { matchesData } from '../compile/matches-data.ts';
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import { unconstrained } from '../document/constraints.ts';
import type { Constraints, RunPosition, Table, TrainingSettings } from '../document/document.ts';
import { findNonFinite, type NonFinitePlace } from '../engine/find-non-finite.ts';
import type { KernelSet, Precision } from '../engine/kernels/kernels.ts';
import { portable32, portable64 } from '../engine/kernels/portable.ts';
import { precisionFor } from '../engine/precision.ts';
import { losses } from '../nn/losses/registry.ts';
import { optimizers } from '../optim/optimizers/registry.ts';
import type { Reals } from '../tensor/reals.ts';
import { Batches, type EpochPlace, type ExampleOrder } from './batches.ts';
import { Evaluations } from './evaluations.ts';
import type { BatchView, Evaluation, Phase } from './frame.ts';
import type { StepSettings } from './learned-parameters.ts';
import { epochsToMeasure, isMeasured } from './measured-epochs.ts';
import { NonFiniteError } from './non-finite.ts';
import { parameterTitle, placeTitle } from './parameter-title.ts';
import { checkedSteps, stepSettings } from './step-settings.ts';
import { ShuffledWindows } from './shuffled-windows.ts';
import { withWindows } from './text-windows.ts';
import type { UpdateWatch } from './update-watch.ts';
import { Workspace } from './workspace.ts';

export interface TrainerSetup {
  readonly network: Network;
  readonly data: PreparedData;
  readonly settings: TrainingSettings;
  readonly parameters: Table<Float64Array>;
  /** Where to continue from; null = step 0. */
  readonly position: RunPosition | null;
  /** What the parameters are held to; nothing unless said. */
  readonly constraints?: Constraints;
  /** The kernels for a precision; the portable ones unless said. */
  readonly kernelsFor?: (precision: Precision) => KernelSet;
  /** A text's first measurement is made by `measureOn`, turn by turn, instead of before anything else. */
  readonly measuresInTurns?: boolean;
}

/** Settings that decide how memory is laid out and what code runs; all others only give numbers to a step. */
const layoutSettings = ['batchSize', 'optimizer', 'loss', 'precision'] as const satisfies (keyof TrainingSettings)[];
/** Steps handed over together: enough that handing over costs nothing, few enough that nobody waits. */
const STEPS_AT_ONCE = 256;

/** A text has no epochs that come soon: whole splits are measured after so many steps, unless settings say otherwise. */
export const STEPS_TO_MEASURE_TEXT = 250;

const portableFor = (precision: Precision): KernelSet => (precision === 'float64' ? portable64 : portable32);

export class Trainer {
  /** Sees some of the updates of a text's steps; null = nobody does. */
  watch: UpdateWatch | null = null;
  readonly #network: Network;
  readonly #data: PreparedData;
  #batches: ExampleOrder;
  readonly #kernelsFor: (precision: Precision) => KernelSet;
  readonly #evaluations: Evaluations;
  #kernels: KernelSet;
  #constraints: Constraints;
  #settings: TrainingSettings;
  #work: Workspace;
  #step: number;
  #phase: Phase = 'ready';
  /** Of the batch in work: its examples, and the number of the first among those of the step. */
  #rows = 0;
  #firstRow = 0;
  #batchLoss = 0;
  #lastLoss = NaN;
  #losses: number[] = [];

  /** @throws RangeError when there are no training rows, or the network does not fit the data (ask `matchesData` first) */
  constructor({
    network,
    data,
    settings,
    parameters,
    position,
    constraints = unconstrained,
    kernelsFor = portableFor,
    measuresInTurns = false,
  }: TrainerSetup) {
    const [misfit] = matchesData(network, data);
    if (misfit) throw new RangeError(misfit.message);
    this.#data = network.text ? withWindows(data, network.text) : data;
    const { length: count } = this.#data.trainingRows;
    if (count === 0)
      throw new RangeError('There are no training rows. Add data, or hold out fewer rows for validation.');
    this.#network = network;
    this.#settings = checkedSteps(settings);
    this.#kernelsFor = kernelsFor;
    this.#kernels = kernelsFor(precisionFor(settings.precision, network.parameterCount));
    this.#constraints = constraints;
    this.#evaluations = new Evaluations(network, this.#data, losses[settings.loss], this.#kernels);
    this.#batches = this.#orderFrom(position);
    this.#step = position?.step ?? 0;
    this.#work = this.#layOut(parameters, position?.moments ?? {});
    if (this.#step !== 0) return;
    if (measuresInTurns) this.#evaluations.makeInTurns(parameters, 0);
    else this.#evaluations.make(this.parameters, 0);
  }

  /** How much of the current step has been done. */
  get phase(): Phase {
    return this.#phase;
  }

  /** For people: what computes it. */
  get kernels(): string {
    return this.#accumulates ? this.#kernels.name : this.#work.description;
  }

  /** Optimizer updates done. */
  get stepsDone(): number {
    return this.#step;
  }

  /** Epochs done. */
  get epoch(): number {
    return this.#batches.epoch;
  }

  /** Updates until this epoch is done: at least 1. */
  get stepsLeftInEpoch(): number {
    return this.#batches.left(this.#examplesPerStep);
  }

  /** Loss of the last step, over its batch; NaN before the first one here. */
  get lastLoss(): number {
    return this.#lastLoss;
  }

  /** Length of the last step's gradient, before clipping. Known after a step of its own, not after many in one go. */
  get gradientNorm(): number {
    return Math.sqrt(this.#work.plan.gradientSquares);
  }

  get data(): PreparedData {
    return this.#data;
  }

  get network(): Network {
    return this.#network;
  }

  /** One entry of a parameter. @throws RangeError when there is none */
  valueOf(id: string, index: number): number {
    return this.#entry(id, index, 'data');
  }

  /** A copy of one parameter. @throws RangeError when there is none */
  valuesOf(id: string): Float64Array {
    const parameter = this.#work.plan.parameters.get(id);
    if (!parameter) throw new RangeError('That parameter is not there any more.');
    return Float64Array.from(parameter.data);
  }

  /** Takes a step. @returns the entry's gradient in it, before clipping @throws NonFiniteError as `step` does */
  stepKeepingGradient(id: string, index: number): number {
    while (this.#phase !== 'backward') this.advance();
    const gradient = this.#entry(id, index, 'gradient');
    this.advance();
    return gradient;
  }

  /** Rows of the prepared data that the next step takes. */
  nextRows(): Uint32Array {
    return Uint32Array.from({ length: this.#batches.size(this.#examplesPerStep) }, (_, i) => this.#dataRow(i));
  }

  /** The loss over all training examples, of a text over a fixed sample, that other parameters would have. */
  trainingLossAt(parameters: Table<Float64Array>): number {
    return this.#evaluations.trainingLoss(parameters, this.#step);
  }

  /** A copy: with `parameters`, all that continuing to the same bits takes. */
  get position(): RunPosition {
    const { identity: kernels } = this.#kernels;
    return { step: this.#step, ...this.#batches.place, moments: this.#work.learned.moments, kernels };
  }

  /** Step and epoch alone, of what continuing takes. */
  get place(): RunPosition {
    const none = new Uint32Array(0);
    const { identity: kernels } = this.#kernels;
    return { step: this.#step, epoch: this.epoch, cursor: 0, order: none, random: none, moments: {}, kernels };
  }

  /** Copies of these alone; those that there are not are left out. */
  parametersOf(ids: readonly string[]): Table<Float64Array> {
    const { parameters } = this.#work.plan;
    return Object.fromEntries(
      ids.flatMap((id) => {
        const found = parameters.get(id);
        return found ? [[id, Float64Array.from(found.data)]] : [];
      }),
    );
  }

  /** Copies. */
  get parameters(): Table<Float64Array> {
    return this.#work.learned.values;
  }

  /**
   * Does exactly the next of forward, loss, backward, update.
   *
   * @returns what has been done of the current step since; `ready` after an update
   * @throws NonFiniteError as `step` does
   */
  advance(): Phase {
    if (this.#phase === 'ready') this.#forward();
    else if (this.#phase === 'forward') this.#computeLoss();
    else if (this.#phase === 'loss') this.#backward();
    else this.#update();
    return this.#phase;
  }

  /**
   * Finishes the current step: exactly one optimizer update.
   *
   * @throws NonFiniteError when a number left the finite ones; the step is undone, all that was before it is as before
   */
  step(): void {
    do this.advance();
    while (this.#phase !== 'ready');
  }

  /**
   * Exactly `count` optimizer updates, with the bits of as many calls of `step`, but faster where the network is small.
   *
   * @throws NonFiniteError as `step` does; the steps before it are done then
   */
  steps(count: number): void {
    for (let left = count; left > 0;) {
      const done =
        this.#phase === 'ready' && left > 1 && !this.#data.text && !this.#accumulates ? this.#manySteps(left) : 0;
      left -= done;
      if (done > 0) continue;
      this.step();
      left--;
    }
  }

  /** Replaces whole parameters; what has been done of the current step is dropped, since it no longer holds. */
  setParameters(parameters: Table<Float64Array>): void {
    this.#work.plan.setParameters({ ...this.parameters, ...parameters });
    this.#phase = 'ready';
  }

  /** Other settings from the next step on. Optimizer state is kept where the new optimizer has a slot of the same name. */
  configure(settings: TrainingSettings): void {
    const before = this.#settings;
    this.#settings = checkedSteps(settings);
    this.#evaluations.loss = losses[settings.loss];
    this.#phase = 'ready';
    if (layoutSettings.some((name) => settings[name] !== before[name])) this.#layOutAgain();
  }

  /** Other constraints from the next step on; values that they do not allow are brought in by it. */
  constrain(constraints: Constraints): void {
    this.#constraints = constraints;
    this.#phase = 'ready';
    this.#layOutAgain();
  }

  /**
   * Goes to another state of the same network on the same data, one that this or another trainer was in.
   *
   * @param position null = step 0
   */
  restore(parameters: Table<Float64Array>, position: RunPosition | null, settings: TrainingSettings): void {
    this.configure(settings);
    this.#work.plan.setParameters(parameters);
    this.#work.learned.setMoments(position?.moments ?? {});
    this.#batches = this.#orderFrom(position);
    this.#step = position?.step ?? 0;
  }

  /** Losses of the steps since the last call, in order. */
  takeLosses(): Float64Array {
    const taken = Float64Array.from(this.#losses);
    this.#losses = [];
    return taken;
  }

  /** Evaluations since the last call: at step 0 and after epochs, the same for whoever watches. */
  takeEvaluations(): Evaluation[] {
    return this.#evaluations.take();
  }

  /** Measures both splits as they are now. @param windows most of each split, where it is a text */
  evaluate(windows?: number): Evaluation {
    return this.#evaluations.of(this.parameters, this.#step, windows);
  }

  /** Whether the first measurement is still to be done. */
  get isMeasuring(): boolean {
    return this.#evaluations.isUnfinished;
  }

  /** A turn of the first measurement, of the parameters of its step, however far training is by now. */
  measureOn(): void {
    this.#evaluations.goOn();
  }

  /** What the batch in work did so far; null between steps. */
  batchView(): BatchView | null {
    if (this.#phase === 'ready') return null;
    const { plan, learned } = this.#work;
    const hasGradients = this.#phase === 'backward';
    // A text's values are one per position: views ask for those they show.
    const shown = this.#data.text ? [] : this.#network.layers;
    const means = shown.map(({ id, layer }) => [id, columnMeans(plan.dataOf(id), this.#rows, layer.size)]);
    return {
      rows: Uint32Array.from({ length: this.#rows }, (_, i) => this.#dataRow(this.#firstRow + i)),
      activations: Object.fromEntries(means) as Record<string, Float64Array>,
      loss: this.#phase === 'forward' ? null : this.#batchLoss,
      gradients: hasGradients ? learned.gradients : null,
      next: hasGradients ? learned.preview(this.#stepSettings) : null,
    };
  }

  #entry(id: string, index: number, part: 'data' | 'gradient'): number {
    const value = this.#work.plan.parameters.get(id)?.[part]?.[index];
    if (value === undefined) throw new RangeError('That parameter is not there any more.');
    return value;
  }

  /** As many of the next `most` steps as the workspace can do in one go. */
  #manySteps(most: number): number {
    const { batchSize, schedule } = this.#settings;
    const { epoch } = this.#batches;
    const isWhole = batchSize >= this.#data.trainingRows.length;
    const limit = isWhole ? epochsToMeasure(epoch) : STEPS_AT_ONCE;
    const { count, order, starts } = this.#batches.upcoming(batchSize, Math.min(most, limit));
    for (let i = 0; i < order.length; i++) order[i] = this.#data.trainingRows[order[i]!]!;
    const first = this.#step;
    const settingsAt = (index: number): StepSettings => stepSettings(this.#settings, first + index);
    const losses = this.#work.steps({ count, order, starts, settingsAt, isSteady: schedule === 'constant' });
    for (const loss of losses) {
      this.#step++;
      this.#record(loss);
      this.#passBatch();
    }
    return losses.length;
  }

  #record(loss: number): void {
    this.#lastLoss = loss;
    this.#losses.push(loss);
  }

  #passBatch(): void {
    const { epoch } = this.#batches;
    this.#batches.pass(this.#examplesPerStep);
    const isDue = this.#data.text
      ? this.#step % (this.#settings.measureEvery ?? STEPS_TO_MEASURE_TEXT) === 0
      : this.#batches.epoch > epoch && isMeasured(this.#batches.epoch);
    if (isDue) this.#evaluations.make(this.parameters, this.#step);
  }

  /** Kernels are asked for anew: memory that a set has given away comes back only with the set. */
  #layOutAgain(): void {
    const { parameters } = this;
    const { moments } = this.#work.learned;
    const { precision } = this.#settings;
    const kernels = this.#kernelsFor(precisionFor(precision, this.#network.parameterCount));
    const isOther = kernels !== this.#kernels;
    this.#kernels = kernels;
    if (isOther) this.#evaluations.moveTo(losses[this.#settings.loss], kernels);
    this.#work = this.#layOut(parameters, moments);
  }

  /** Running text gives windows side by side, everything else each row once an epoch. */
  #orderFrom(place: EpochPlace | null): ExampleOrder {
    const { seed } = this.#settings;
    const { text, trainingRows } = this.#data;
    const { length: count } = trainingRows;
    if (text && !text.documents) {
      const { context, outputPositions } = this.#network.text!;
      return new ShuffledWindows(count, outputPositions === 1 ? 1 : context, seed, place);
    }
    return new Batches(count, this.#examplesPerStep, seed, place);
  }

  #layOut(parameters: Table<Float64Array>, moments: Table<Float64Array>): Workspace {
    const { batchSize, optimizer, loss } = this.#settings;
    return new Workspace({
      network: this.#network,
      data: this.#data,
      largestBatch: Math.min(batchSize, this.#data.trainingRows.length),
      loss: losses[loss],
      optimizer: optimizers[optimizer],
      parameters,
      moments,
      constraints: this.#constraints,
      kernels: this.#kernels,
    });
  }

  /** Row of the prepared data that is the i-th example of the next batch. */
  #dataRow(i: number): number {
    return this.#data.trainingRows[this.#batches.row(i)]!;
  }

  get #stepSettings(): StepSettings {
    return stepSettings(this.#settings, this.#step);
  }

  #forward(): void {
    this.#takeBatch(0);
    this.#work.plan.run('forward');
    this.#phase = 'forward';
  }

  /** Brings a batch of the step into the plan. @param first number of its first example among those of the step */
  #takeBatch(first: number): void {
    const { batchSize, seed } = this.#settings;
    this.#firstRow = first;
    this.#rows = Math.min(batchSize, this.#batches.size(this.#examplesPerStep) - first);
    const key = stepKey(seed, this.#step) ^ Math.imul(first, 0x27d4eb2f);
    this.#work.take(this.#rows, (i) => this.#dataRow(first + i), key);
  }

  /** The other batches of the step: the plan then holds the mean gradient, and the loss is the mean, over all of them. */
  #accumulate(): void {
    const { plan, gradientSum } = this.#work;
    gradientSum.begin();
    gradientSum.add(this.#work.guessed(this.#rows));
    const examples = this.#batches.size(this.#examplesPerStep);
    for (let first = this.#rows; first < examples; first += this.#rows) {
      this.#takeBatch(first);
      plan.runThrough('forward', 'backward');
      if (!Number.isFinite(plan.loss)) this.#refuse('Loss', plan.loss, 'loss');
      gradientSum.add(this.#work.guessed(this.#rows));
    }
    this.#batchLoss = gradientSum.finish();
  }

  get #accumulates(): boolean {
    return (this.#settings.accumulation ?? 1) > 1;
  }

  get #examplesPerStep(): number {
    return this.#settings.batchSize * (this.#settings.accumulation ?? 1);
  }

  #computeLoss(): void {
    const { plan } = this.#work;
    plan.run('loss');
    this.#batchLoss = plan.loss;
    if (!Number.isFinite(this.#batchLoss)) this.#refuse('Loss', this.#batchLoss, 'loss');
    this.#phase = 'loss';
  }

  #backward(): void {
    const { plan, learned } = this.#work;
    plan.run('backward');
    if (this.#accumulates) this.#accumulate();
    const offender = learned.offendingGradient();
    if (offender) {
      this.#refuse(`The gradient of ${parameterTitle(this.#network, offender.id)}`, offender.value, 'backward');
    }
    this.#phase = 'backward';
  }

  #update(): void {
    const { learned, plan } = this.#work;
    const watch = this.watch?.wants(this.#step + 1) ? this.watch : null;
    watch?.before(plan.parameters);
    const offender = learned.update(this.#stepSettings);
    if (offender) this.#refuse(capitalised(parameterTitle(this.#network, offender.id)), offender.value, null);
    this.#step++;
    watch?.after(this.#step, plan.parameters);
    this.#record(this.#batchLoss);
    this.#phase = 'ready';
    this.#passBatch();
  }

  /** @param stage how far to look for where it began; null = in the update itself */
  #refuse(what: string, value: number, stage: 'loss' | 'backward' | null): never {
    const place = stage && this.#originBefore(stage);
    this.#phase = 'ready';
    throw new NonFiniteError({
      what,
      value,
      origin: place && placeTitle(this.#network, place),
      step: this.#step + 1,
      learningRate: this.#stepSettings.optimizer['learningRate'] ?? 0,
    });
  }

  /** A loss is the batch's in work; a gradient may come from any batch of the step. */
  #originBefore(stage: 'loss' | 'backward'): NonFinitePlace | null {
    const { plan } = this.#work;
    if (stage === 'loss' || !this.#accumulates) return findNonFinite(plan, stage);
    const examples = this.#batches.size(this.#examplesPerStep);
    for (let first = 0; first < examples; first += this.#rows) {
      this.#takeBatch(first);
      const place = findNonFinite(plan, stage);
      if (place) return place;
    }
    return null;
  }
}

/** Another chance for every step of every run: what dropout and a masked model draw from. */
const stepKey = (seed: number, step: number): number =>
  (Math.imul(step + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b)) | 0;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function columnMeans(values: Reals, rows: number, width: number): Float64Array {
  const means = new Float64Array(width);
  for (let row = 0; row < rows; row++) for (let i = 0; i < width; i++) means[i]! += values[row * width + i]! / rows;
  return means;
}
