/**
 * One optimizer update in its four phases, each a possible stopping place. Where gradients are accumulated the first batch is the
 * one that can be looked at; the others pass in the backward phase.
 */
import type { Network } from '../compile/compile.ts';
import { findNonFinite, type NonFinitePlace } from '../engine/find-non-finite.ts';
import type { Reals } from '../tensor/reals.ts';
import type { BatchView, Phase } from './frame.ts';
import { NonFiniteError } from './non-finite.ts';
import { parameterTitle, placeTitle } from './parameter-title.ts';
import type { RunProgress } from './run-progress.ts';
import { isNormKept, type StepNorms } from './step-norms.ts';
import type { UpdateWatch } from './update-watch.ts';
import type { Workspace } from './workspace.ts';

export class StepInWork {
  /** Sees some of the updates; null = nobody does. */
  watch: UpdateWatch | null = null;
  /** Keeps the norms of some of the updates; null = nobody does. */
  norms: StepNorms | null = null;
  readonly #network: Network;
  readonly #progress: RunProgress;
  #work: Workspace;
  #phase: Phase = 'ready';
  /** Of the batch in work: its examples, and the number of the first among those of the step. */
  #rows = 0;
  #firstRow = 0;
  #loss = 0;

  constructor(network: Network, progress: RunProgress, work: Workspace) {
    this.#network = network;
    this.#progress = progress;
    this.#work = work;
  }

  /** How much of the step has been done. */
  get phase(): Phase {
    return this.#phase;
  }

  /** What has been done of the step no longer holds. @param work what the next one is computed in */
  beginAgain(work = this.#work): void {
    this.#work = work;
    this.#phase = 'ready';
  }

  /**
   * Does exactly the next of forward, loss, backward, update.
   *
   * @returns the step's loss after its update; null before
   * @throws NonFiniteError when a number left the finite ones; the step is undone, all that was before it is as before
   */
  advance(): number | null {
    if (this.#phase === 'ready') this.#forward();
    else if (this.#phase === 'forward') this.#computeLoss();
    else if (this.#phase === 'loss') this.#backward();
    else {
      this.#update();
      return this.#loss;
    }
    return null;
  }

  /** What the batch in work did so far; null between steps. */
  view(): BatchView | null {
    if (this.#phase === 'ready') return null;
    const { plan, learned } = this.#work;
    const hasGradients = this.#phase === 'backward';
    // A text's values are one per position: views ask for those they show.
    const shown = this.#network.text ? [] : this.#network.layers;
    const means = shown.map(({ id, layer }) => [id, columnMeans(plan.dataOf(id), this.#rows, layer.size)]);
    return {
      rows: Uint32Array.from({ length: this.#rows }, (_, i) => this.#progress.row(this.#firstRow + i)),
      activations: Object.fromEntries(means) as Record<string, Float64Array>,
      loss: this.#phase === 'forward' ? null : this.#loss,
      gradients: hasGradients ? learned.gradients : null,
      next: hasGradients ? learned.preview(this.#progress.stepSettings) : null,
    };
  }

  #forward(): void {
    this.#takeBatch(0);
    this.#work.plan.run('forward');
    this.#phase = 'forward';
  }

  #computeLoss(): void {
    const { plan } = this.#work;
    plan.run('loss');
    this.#loss = plan.loss;
    if (!Number.isFinite(this.#loss)) this.#refuse('Loss', this.#loss, 'loss');
    this.#phase = 'loss';
  }

  #backward(): void {
    const { plan, learned } = this.#work;
    plan.run('backward');
    if (this.#progress.accumulates) this.#accumulate();
    const offender = learned.offendingGradient();
    if (offender) {
      this.#refuse(`The gradient of ${parameterTitle(this.#network, offender.id)}`, offender.value, 'backward');
    }
    this.#phase = 'backward';
  }

  #update(): void {
    const { learned, plan } = this.#work;
    const { stepSettings } = this.#progress;
    const watch = this.watch?.wants(stepSettings.step) ? this.watch : null;
    const norms = isNormKept(stepSettings.step) ? this.norms : null;
    watch?.before(plan.parameters);
    norms?.before(plan.blocks);
    const offender = learned.update(stepSettings);
    if (offender) this.#refuse(capitalised(parameterTitle(this.#network, offender.id)), offender.value, null);
    watch?.after(stepSettings.step, plan.parameters);
    norms?.after(stepSettings.step, plan.gradientSquares, plan.blocks);
    this.#phase = 'ready';
  }

  /** Brings a batch of the step into the plan. @param first number of its first example among those of the step */
  #takeBatch(first: number): void {
    const { settings, stepsDone, examples } = this.#progress;
    this.#firstRow = first;
    this.#rows = Math.min(settings.batchSize, examples - first);
    const key = stepKey(settings.seed, stepsDone) ^ Math.imul(first, 0x27d4eb2f);
    this.#work.take(this.#rows, (i) => this.#progress.row(first + i), key);
  }

  /** The other batches of the step: the plan then holds the mean gradient, and the loss is the mean, over all of them. */
  #accumulate(): void {
    const { plan, gradientSum } = this.#work;
    gradientSum.begin();
    gradientSum.add(this.#work.guessed(this.#rows));
    const { examples } = this.#progress;
    for (let first = this.#rows; first < examples; first += this.#rows) {
      this.#takeBatch(first);
      plan.runThrough('forward', 'backward');
      if (!Number.isFinite(plan.loss)) this.#refuse('Loss', plan.loss, 'loss');
      gradientSum.add(this.#work.guessed(this.#rows));
    }
    this.#loss = gradientSum.finish();
  }

  /** @param stage how far to look for where it began; null = in the update itself */
  #refuse(what: string, value: number, stage: 'loss' | 'backward' | null): never {
    const place = stage && this.#originBefore(stage);
    const { step, optimizer } = this.#progress.stepSettings;
    this.#phase = 'ready';
    throw new NonFiniteError({
      what,
      value,
      origin: place && placeTitle(this.#network, place),
      step,
      learningRate: optimizer['learningRate'] ?? 0,
    });
  }

  /** A loss is the batch's in work; a gradient may come from any batch of the step. */
  #originBefore(stage: 'loss' | 'backward'): NonFinitePlace | null {
    const { plan } = this.#work;
    const { accumulates, examples } = this.#progress;
    if (stage === 'loss' || !accumulates) return findNonFinite(plan, stage);
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
