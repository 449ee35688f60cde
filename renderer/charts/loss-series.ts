/** All that is known of a run over its steps: the loss of each, the measurements over whole splits, and what was edited when. */
import type { Evaluation } from '../../core/training/frame.ts';
import type { StoredRun } from '../../core/formats/stored-runs.ts';
import { isSameSettings, type TrainingSettings } from '../../core/document/document.ts';
import type { SettingsFrom } from './learning-rate.ts';
import { sameEdit, type RunEdit } from './run-edit.ts';
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
  #edits: readonly RunEdit[] = [];
  #settings: readonly SettingsFrom[] = [];

  /** Steps recorded. */
  get length(): number {
    return this.#losses.length;
  }

  get evaluations(): readonly Evaluation[] {
    return this.#evaluations;
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
    const { step } = evaluation;
    const at = indexAt(this.#evaluations, step);
    const isKnown = at >= 0 && this.#evaluations[at]!.step === step;
    if (isKnown) this.#evaluations[at] = evaluation;
    else this.#evaluations.splice(at + 1, 0, evaluation);
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
    this.#edits = this.#edits.filter((edit) => edit.step <= step);
    this.#settings = this.#settings.filter((since) => since.step <= step);
  }

  /** Another series that begins as this one up to a step. */
  copy(upTo: number): LossSeries {
    const copied = new LossSeries();
    copied.append(0, this.#losses.all.slice(0, Math.max(0, upTo)));
    copied.#evaluations = this.#evaluations.filter(({ step }) => step <= upTo);
    copied.#edits = this.#edits.filter(({ step }) => step <= upTo);
    copied.#settings = this.#settings.filter(({ step }) => step <= upTo);
    return copied;
  }

  /** The last measurement not after a step. */
  evaluationAt(step: number): Evaluation | null {
    return this.#evaluations[indexAt(this.#evaluations, step)] ?? null;
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
    return { losses: this.#losses.all.slice(), evaluations, edits: [...this.#edits], settings: [...this.#settings] };
  }

  static fromStored({ losses, evaluations, edits, settings }: StoredRun): LossSeries {
    const series = new LossSeries();
    series.append(0, losses);
    series.#evaluations = [...evaluations];
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

/** Index of the last one not after a step, by halving; -1 = there is none. */
export function indexAt(inOrder: readonly { readonly step: number }[], step: number): number {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder[middle]!.step <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
