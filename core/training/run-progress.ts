/**
 * How far a run is through its examples: the steps that are done, the epoch, and which rows the next step takes, by settings that
 * may change from step to step.
 */
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { RunPosition, TrainingSettings } from '../document/document.ts';
import { Batches, type EpochPlace, type ExampleOrder } from './batches.ts';
import type { StepSettings } from './learned-parameters.ts';
import { ShuffledWindows } from './shuffled-windows.ts';
import { checkedSteps, stepSettings } from './step-settings.ts';
import { epochsToMeasure, isMeasured, STEPS_TO_MEASURE_TEXT } from './when-measured.ts';
import type { Steps } from './workspace.ts';

/** Steps handed over together: enough that handing over costs nothing, few enough that nobody waits. */
const STEPS_AT_ONCE = 256;

export class RunProgress {
  readonly #network: Network;
  readonly #data: PreparedData;
  #settings: TrainingSettings;
  #order: ExampleOrder;
  #step: number;

  /** @param position where to continue from; null = step 0 @throws RangeError when there are no training rows, or as `checkedSteps` */
  constructor(network: Network, data: PreparedData, settings: TrainingSettings, position: RunPosition | null) {
    if (data.trainingRows.length === 0)
      throw new RangeError('There are no training rows. Add data, or hold out fewer rows for validation.');
    this.#network = network;
    this.#data = data;
    this.#settings = checkedSteps(settings);
    this.#order = this.#orderFrom(position);
    this.#step = position?.step ?? 0;
  }

  get settings(): TrainingSettings {
    return this.#settings;
  }

  /** @throws RangeError as `checkedSteps` */
  set settings(settings: TrainingSettings) {
    this.#settings = checkedSteps(settings);
  }

  /** Optimizer updates done. */
  get stepsDone(): number {
    return this.#step;
  }

  /** Epochs done. */
  get epoch(): number {
    return this.#order.epoch;
  }

  /** Updates until this epoch is done: at least 1. */
  get stepsLeftInEpoch(): number {
    return this.#order.left(this.#examplesPerStep);
  }

  /** A copy. */
  get place(): EpochPlace & Pick<RunPosition, 'step'> {
    return { step: this.#step, ...this.#order.place };
  }

  /** Whether a step's gradient is the mean over several batches. */
  get accumulates(): boolean {
    return (this.#settings.accumulation ?? 1) > 1;
  }

  /** What the next update goes by. */
  get stepSettings(): StepSettings {
    return stepSettings(this.#settings, this.#step);
  }

  /** How many examples the next step takes. */
  get examples(): number {
    return this.#order.size(this.#examplesPerStep);
  }

  /** Row of the prepared data that is the i-th example of the next step. */
  row(i: number): number {
    return this.#data.trainingRows[this.#order.row(i)]!;
  }

  /** The next steps that can be done in one go, `most` at most: none goes past the end of an epoch that is measured. */
  upcoming(most: number): Steps {
    const { batchSize, schedule } = this.#settings;
    const { trainingRows } = this.#data;
    const isWhole = batchSize >= trainingRows.length;
    const limit = isWhole ? epochsToMeasure(this.epoch) : STEPS_AT_ONCE;
    const { count, order, starts } = this.#order.upcoming(batchSize, Math.min(most, limit));
    for (let i = 0; i < order.length; i++) order[i] = trainingRows[order[i]!]!;
    const first = this.#step;
    const settingsAt = (index: number): StepSettings => stepSettings(this.#settings, first + index);
    return { count, order, starts, settingsAt, isSteady: schedule === 'constant' };
  }

  /** A step is done. @returns whether whole splits are to be measured now */
  pass(): boolean {
    const { epoch } = this;
    this.#step++;
    this.#order.pass(this.#examplesPerStep);
    return this.#data.text
      ? this.#step % (this.#settings.measureEvery ?? STEPS_TO_MEASURE_TEXT) === 0
      : this.epoch > epoch && isMeasured(this.epoch);
  }

  /** Goes to another place of a run on the same data. @param position null = step 0 */
  goTo(position: RunPosition | null): void {
    this.#order = this.#orderFrom(position);
    this.#step = position?.step ?? 0;
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

  get #examplesPerStep(): number {
    return this.#settings.batchSize * (this.#settings.accumulation ?? 1);
  }
}
