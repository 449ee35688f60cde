/**
 * One network in training: takes the next batch, computes forward, the loss, backward, and updates every parameter, each of
 * the four a possible stopping place. Nothing but the seed and the data decides what happens.
 */
import { matchesData } from '../compile/matches-data.ts';
import type { Network } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { Constraints, RunPosition, Table, TrainingSettings } from '../document/document.ts';
import { losses } from '../nn/losses/registry.ts';
import { Evaluations } from './evaluations.ts';
import type { BatchView, Evaluation, Phase } from './frame.ts';
import { entryOf, parametersOf, valuesOf } from './parameter-entries.ts';
import { RunProgress } from './run-progress.ts';
import { StepInWork } from './step-in-work.ts';
import { withWindows } from './text-windows.ts';
import { isOtherLayout, TrainerMemory } from './trainer-memory.ts';
import type { TrainerSetup } from './trainer-setup.ts';
import { stepsToNorm, type StepNorm, type StepNorms } from './step-norms.ts';
import { UntoldLosses } from './untold-losses.ts';
import type { UpdateWatch } from './update-watch.ts';
import type { Workspace } from './workspace.ts';

export class Trainer {
  readonly #network: Network;
  readonly #data: PreparedData;
  readonly #progress: RunProgress;
  readonly #memory: TrainerMemory;
  readonly #evaluations: Evaluations;
  readonly #inWork: StepInWork;
  #lastLoss = NaN;
  readonly #losses = new UntoldLosses();

  /** @throws RangeError when there are no training rows, or the network does not fit the data (ask `matchesData` first) */
  constructor(setup: TrainerSetup) {
    const { network, data, settings, parameters, position, measuresInTurns = false } = setup;
    const [misfit] = matchesData(network, data);
    if (misfit) throw new RangeError(misfit.message);
    this.#network = network;
    this.#data = network.text ? withWindows(data, network.text) : data;
    this.#progress = new RunProgress(network, this.#data, settings, position);
    this.#memory = new TrainerMemory({ ...setup, data: this.#data });
    this.#evaluations = new Evaluations(network, this.#data, losses[settings.loss], this.#memory.kernels);
    const work = this.#memory.layOut(settings, parameters, position?.moments ?? {});
    this.#inWork = new StepInWork(network, this.#progress, work);
    if (this.stepsDone !== 0) return;
    if (measuresInTurns) this.#evaluations.makeInTurns(parameters, 0);
    else this.#evaluations.make(this.parameters, 0);
  }

  /** Sees some of the updates of a text's steps; null = nobody does. */
  set watch(watch: UpdateWatch | null) {
    this.#inWork.watch = watch;
  }

  /** Keeps the norms of gradients and moves; null = nobody does. */
  set norms(norms: StepNorms | null) {
    this.#inWork.norms = norms;
  }

  /** How much of the current step has been done. */
  get phase(): Phase {
    return this.#inWork.phase;
  }

  /** For people: what computes it. */
  get kernels(): string {
    return this.#progress.accumulates ? this.#memory.kernels.name : this.#work.description;
  }

  /** Optimizer updates done. */
  get stepsDone(): number {
    return this.#progress.stepsDone;
  }

  /** Epochs done. */
  get epoch(): number {
    return this.#progress.epoch;
  }

  /** Updates until this epoch is done: at least 1. */
  get stepsLeftInEpoch(): number {
    return this.#progress.stepsLeftInEpoch;
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
    return entryOf(this.#work.plan, id, index, 'data');
  }

  /** A copy of one parameter. @throws RangeError when there is none */
  valuesOf(id: string): Float64Array {
    return valuesOf(this.#work.plan, id);
  }

  /** Takes a step. @returns the entry's gradient in it, before clipping @throws NonFiniteError as `step` does */
  stepKeepingGradient(id: string, index: number): number {
    while (this.phase !== 'backward') this.advance();
    const gradient = entryOf(this.#work.plan, id, index, 'gradient');
    this.advance();
    return gradient;
  }

  /** Rows of the prepared data that the next step takes. */
  nextRows(): Uint32Array {
    return Uint32Array.from({ length: this.#progress.examples }, (_, i) => this.#progress.row(i));
  }

  /** The loss over all training examples, of a text over a fixed sample, that other parameters would have. */
  trainingLossAt(parameters: Table<Float64Array>): number {
    return this.#evaluations.trainingLoss(parameters, this.stepsDone);
  }

  /** A copy: with `parameters`, all that continuing to the same bits takes. */
  get position(): RunPosition {
    const { identity: kernels } = this.#memory.kernels;
    return { ...this.#progress.place, moments: this.#work.learned.moments, kernels };
  }

  /** Step and epoch alone, of what continuing takes. */
  get place(): RunPosition {
    const none = new Uint32Array(0);
    const { identity: kernels } = this.#memory.kernels;
    return { step: this.stepsDone, epoch: this.epoch, cursor: 0, order: none, random: none, moments: {}, kernels };
  }

  /** Copies of these alone; those that there are not are left out. */
  parametersOf(ids: readonly string[]): Table<Float64Array> {
    return parametersOf(this.#work.plan, ids);
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
    const loss = this.#inWork.advance();
    if (loss !== null) this.#pass(loss);
    return this.phase;
  }

  /**
   * Finishes the current step: exactly one optimizer update.
   *
   * @throws NonFiniteError when a number left the finite ones; the step is undone, all that was before it is as before
   */
  step(): void {
    do this.advance();
    while (this.phase !== 'ready');
  }

  /**
   * Exactly `count` optimizer updates, with the bits of as many calls of `step`, but faster where the network is small.
   *
   * @throws NonFiniteError as `step` does; the steps before it are done then
   */
  steps(count: number): void {
    for (let left = count; left > 0;) {
      const isPlain = !this.#data.text && !this.#progress.accumulates;
      const done = this.phase === 'ready' && left > 1 && isPlain ? this.#manySteps(left) : 0;
      left -= done;
      if (done > 0) continue;
      this.step();
      left--;
    }
  }

  /** Replaces whole parameters; what has been done of the current step is dropped, since it no longer holds. */
  setParameters(parameters: Table<Float64Array>): void {
    this.#work.plan.setParameters({ ...this.parameters, ...parameters });
    this.#inWork.beginAgain();
  }

  /** Other settings from the next step on. Optimizer state is kept where the new optimizer has a slot of the same name. */
  configure(settings: TrainingSettings): void {
    const { settings: before } = this.#progress;
    this.#progress.settings = settings;
    this.#evaluations.loss = losses[settings.loss];
    this.#inWork.beginAgain();
    if (isOtherLayout(before, settings)) this.#layOutAgain();
  }

  /** Other constraints from the next step on; values that they do not allow are brought in by it. */
  constrain(constraints: Constraints): void {
    this.#layOutAgain(constraints);
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
    this.#progress.goTo(position);
  }

  /** Losses of the steps since the last call, in order. */
  takeLosses(): Float64Array {
    return this.#losses.take();
  }

  /** Evaluations since the last call: at step 0 and after epochs, the same for whoever watches. */
  takeEvaluations(): Evaluation[] {
    return this.#evaluations.take();
  }

  /** Norms that were kept since the last call. */
  takeNorms(): StepNorm[] {
    return this.#inWork.norms?.take() ?? [];
  }

  /** Measures both splits as they are now. @param windows most of each split, where it is a text */
  evaluate(windows?: number): Evaluation {
    return this.#evaluations.of(this.parameters, this.stepsDone, windows);
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
    return this.#inWork.view();
  }

  get #work(): Workspace {
    return this.#memory.work;
  }

  /** As many of the next `most` steps as the workspace can do in one go. */
  #manySteps(most: number): number {
    const work = this.#work;
    const { norms } = this.#inWork;
    const ahead = norms ? stepsToNorm(this.stepsDone) : most;
    const isKept = ahead === 0;
    if (isKept) norms?.before(work.plan.blocks);
    const losses = work.steps(this.#progress.upcoming(Math.min(most, ahead || 1)));
    if (isKept && losses.length > 0)
      norms?.after(this.stepsDone + 1, work.generatedGradientSquares(), work.plan.blocks);
    for (const loss of losses) this.#pass(loss);
    return losses.length;
  }

  /** A step is done. @param loss over its batch */
  #pass(loss: number): void {
    this.#lastLoss = loss;
    this.#losses.add(loss);
    if (this.#progress.pass()) this.#evaluations.make(this.parameters, this.stepsDone);
  }

  /** @param constraints null = those of before */
  #layOutAgain(constraints: Constraints | null = null): void {
    const { settings } = this.#progress;
    this.#memory.layOutAgain(settings, constraints, (kernels) => {
      this.#evaluations.moveTo(losses[settings.loss], kernels);
    });
    this.#inWork.beginAgain(this.#work);
  }
}
