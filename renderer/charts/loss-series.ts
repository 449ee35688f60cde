/**
 * All that is known of a run over its steps: the loss of each, the measurements over whole splits, how long gradients and moves
 * were, and what was edited when.
 */
import type { Evaluation } from '../../core/training/frame.ts';
import type { StepNorm } from '../../core/training/step-norms.ts';
import type { StoredRun } from '../../core/formats/stored-runs.ts';
import { isSameSettings, type TrainingSettings } from '../../core/document/document.ts';
import type { SettingsFrom } from './learning-rate.ts';
import { sameEdit, type RunEdit } from './run-edit.ts';
import { indexAt, put } from './in-step-order.ts';
import { SmoothedValues } from './smoothed-values.ts';
import { StepValues, type Points } from './step-values.ts';

export interface History {
  readonly losses: Float64Array;
  readonly evaluations: Evaluation[];
}

export class LossSeries {
  readonly #losses = new StepValues();
  readonly #smoothed = new SmoothedValues();
  #evaluations: Evaluation[] = [];
  #norms: StepNorm[] = [];
  #edits: readonly RunEdit[] = [];
  #settings: readonly SettingsFrom[] = [];

  /** Steps recorded. */
  get length(): number {
    return this.#losses.length;
  }

  get evaluations(): readonly Evaluation[] {
    return this.#evaluations;
  }

  /** Of some steps, in their order. */
  get norms(): readonly StepNorm[] {
    return this.#norms;
  }

  /** In the order of their steps. */
  get edits(): readonly RunEdit[] {
    return this.#edits;
  }

  /** What it was trained by, in the order of their steps. */
  get settings(): readonly SettingsFrom[] {
    return this.#settings;
  }

  /** Losses of the steps after `firstStep`. What is known of later steps stays: a run that is taken again takes the same ones. */
  append(firstStep: number, losses: Float64Array): void {
    if (this.#losses.holds(firstStep, losses)) return;
    this.#losses.write(firstStep, losses);
    this.#smoothed.changedAfter(firstStep);
  }

  /** In the order of their steps; one of a step that has been measured takes its place. */
  addEvaluation(evaluation: Evaluation): void {
    put(this.#evaluations, evaluation);
  }

  /** The same, of norms. */
  addNorm(norm: StepNorm): void {
    put(this.#norms, norm);
  }

  /** A knob that is still being turned stays one edit. */
  addEdit(edit: RunEdit): void {
    const merged = sameEdit(this.#edits.at(-1), edit);
    this.#edits = merged ? [...this.#edits.slice(0, -1), merged] : [...this.#edits, edit];
  }

  /** Trains by these settings from here on. */
  noteSettings(step: number, settings: TrainingSettings): void {
    if (isSameSettings(this.#settings.findLast((since) => since.step <= step)?.settings, settings)) return;
    this.#settings = [...this.#settings.filter((since) => since.step < step), { step, settings }];
  }

  /** Forgets what came after a step. */
  cut(step: number): void {
    this.#losses.cut(step);
    this.#smoothed.changedAfter(step);
    this.#evaluations = this.#evaluations.filter((evaluation) => evaluation.step <= step);
    this.#norms = this.#norms.filter((norm) => norm.step <= step);
    this.#edits = this.#edits.filter((edit) => edit.step <= step);
    this.#settings = this.#settings.filter((since) => since.step <= step);
  }

  /** Another series that begins as this one up to a step. */
  copy(upTo: number): LossSeries {
    const copied = new LossSeries();
    copied.append(0, this.#losses.all.slice(0, Math.max(0, upTo)));
    copied.#evaluations = this.#evaluations.filter(({ step }) => step <= upTo);
    copied.#norms = this.#norms.filter(({ step }) => step <= upTo);
    copied.#edits = this.#edits.filter(({ step }) => step <= upTo);
    copied.#settings = this.#settings.filter(({ step }) => step <= upTo);
    return copied;
  }

  /** The last measurement not after a step. */
  evaluationAt(step: number): Evaluation | null {
    return this.#evaluations[indexAt(this.#evaluations, step)] ?? null;
  }

  /** The last norms not after a step. */
  normAt(step: number): StepNorm | null {
    return this.#norms[indexAt(this.#norms, step)] ?? null;
  }

  /** Loss of step 1, 2, ...; NaN where it is not known. */
  lossAt(step: number): number {
    return this.#losses.at(step);
  }

  clear(): void {
    this.cut(-1);
  }

  /** All of it, for a file; a measurement that is no number is left out. */
  toStored(): Omit<StoredRun, 'id' | 'name' | 'isPinned' | 'isDeleted'> {
    const evaluations = this.#evaluations.filter(({ trainingLoss, validationLoss }) =>
      Number.isFinite(trainingLoss + (validationLoss ?? 0)),
    );
    const norms = {
      steps: Float64Array.from(this.#norms, ({ step }) => step),
      gradient: Float64Array.from(this.#norms, ({ gradient }) => gradient),
      update: Float64Array.from(this.#norms, ({ update }) => update),
    };
    const [edits, settings] = [[...this.#edits], [...this.#settings]];
    return { losses: this.#losses.all.slice(), evaluations, norms, edits, settings };
  }

  static fromStored({ losses, evaluations, norms, edits, settings }: StoredRun): LossSeries {
    const series = new LossSeries();
    series.append(0, losses);
    series.#evaluations = [...evaluations];
    series.#norms = Array.from(norms?.steps ?? [], (step, i) => ({
      step,
      gradient: norms!.gradient[i]!,
      update: norms!.update[i]!,
    }));
    series.#edits = edits;
    series.#settings = settings;
    return series;
  }

  toHistory(upTo = this.length): History {
    return {
      losses: this.#losses.all.slice(0, Math.max(0, upTo)),
      evaluations: this.#evaluations.filter(({ step }) => step <= upTo),
    };
  }

  /** Steps from .. upTo as at most 2 · columns points that keep every peak: least and greatest of each column, in order. */
  line(upTo: number, columns: number, from = 1): Points {
    return this.#losses.line(upTo, columns, from);
  }

  /** Exponential moving average of the loss, corrected for its start; `smoothing` 0 is the loss itself. */
  smoothLine(upTo: number, columns: number, smoothing: number, from = 1): Points {
    return this.#smoothed.line(this.#losses, smoothing, upTo, columns, from);
  }
}
