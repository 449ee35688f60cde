/** A trainer with its timeline: goes on, takes edits, and comes back to any step of any branch with the bits of the first visit. */
import { isSameConstraints, unconstrained } from '../document/constraints.ts';
import {
  isSameSettings,
  type Constraints,
  type RunPosition,
  type Table,
  type TrainingSettings,
} from '../document/document.ts';
import { fingerprint } from './fingerprint.ts';
import { traceStep, type StepTrace } from './step-trace.ts';
import { Timeline, type BranchPlace, type Edit, type Replay, type Snapshot } from './timeline.ts';
import { Trainer, type TrainerSetup } from './trainer.ts';
import { ownersOf } from '../compile/owners.ts';
import { UpdateWatch } from './update-watch.ts';

export class TimedTrainer {
  readonly trainer: Trainer;
  readonly timeline: Timeline;
  /** Gradient and update norms of a language model; null for other networks. */
  readonly updateWatch: UpdateWatch | null;
  #settings: TrainingSettings;
  #constraints: Constraints;

  /** @throws RangeError as a Trainer does @param budget bytes of snapshots */
  constructor(setup: TrainerSetup, budget?: number) {
    this.trainer = new Trainer(setup);
    this.#settings = setup.settings;
    this.#constraints = setup.constraints ?? unconstrained;
    this.timeline = new Timeline(this.#snapshot(), budget);
    const { network } = setup;
    this.updateWatch = network.text && new UpdateWatch(ownersOf(network), () => this.branch);
    this.trainer.watch = this.updateWatch;
  }

  get settings(): TrainingSettings {
    return this.#settings;
  }

  get constraints(): Constraints {
    return this.#constraints;
  }

  get branch(): BranchPlace {
    return this.timeline.branch;
  }

  /** @throws NonFiniteError as the trainer's; the steps before it are part of the timeline */
  steps(count: number): void {
    try {
      this.trainer.steps(count);
    } finally {
      this.#mark();
    }
  }

  /**
   * One update on the next example alone. The batch size is as before afterwards; the next batch goes on behind the example.
   *
   * @throws NonFiniteError as `steps` does
   */
  stepOneExample(): void {
    const settings = this.#settings;
    if (settings.batchSize * (settings.accumulation ?? 1) === 1) return this.steps(1);
    this.configure({ ...settings, batchSize: 1, accumulation: 1 });
    try {
      this.steps(1);
    } finally {
      this.configure(settings);
    }
  }

  advance(): void {
    this.trainer.advance();
    this.#mark();
  }

  setParameters(parameters: Table<Float64Array>): void {
    this.#edit({ kind: 'parameters', parameters });
  }

  configure(settings: TrainingSettings): void {
    this.#edit({ kind: 'settings', settings });
  }

  constrain(constraints: Constraints): void {
    this.#edit({ kind: 'constraints', constraints });
  }

  /** Does one update and tells what it was made of. @throws NonFiniteError as the trainer's */
  traceStep(): StepTrace {
    try {
      return traceStep(this.trainer);
    } finally {
      this.#mark();
    }
  }

  /** What the last update was made of, by doing it again; null where the branch begins. All is as before then. */
  lastUpdate(): StepTrace | null {
    const { stepsDone: step } = this.trainer;
    const { id } = this.branch;
    if (step <= this.timeline.range(id).first) return null;
    this.visit(id, step - 1);
    const trace = traceStep(this.trainer);
    this.visit(id, step);
    return trace;
  }

  /** Begins a branch here, without an edit. */
  fork(): void {
    this.timeline.fork(this.trainer.stepsDone);
  }

  /** Back, or forward again, to a step of a branch. @throws RangeError when there is no such step */
  visit(branch: number, step: number): void {
    const replay = this.timeline.replay(branch, step);
    this.timeline.choose(branch);
    this.#play(replay, step);
  }

  /**
   * Brings a state from outside, such as one that an undo went back to. Where a branch passed through that very state, training
   * is there again; where none did, a new branch begins with it.
   *
   * @param position null = step 0
   */
  restore(
    parameters: Table<Float64Array>,
    position: RunPosition | null,
    settings: TrainingSettings,
    constraints: Constraints = this.#constraints,
  ): void {
    const step = position?.step ?? 0;
    const wanted = fingerprint(parameters);
    const ids = [this.branch.id, ...this.timeline.branchIds.filter((id) => id !== this.branch.id)];
    for (const id of ids) {
      const { first, last } = this.timeline.range(id);
      if (step < first || step > last) continue;
      this.visit(id, step);
      if (fingerprint(this.trainer.parameters) !== wanted) continue;
      if (!isSameSettings(settings, this.#settings)) this.#edit({ kind: 'settings', settings });
      if (!isSameConstraints(constraints, this.#constraints)) this.#edit({ kind: 'constraints', constraints });
      return;
    }
    this.#holdTo(constraints);
    this.trainer.restore(parameters, position, settings);
    this.#settings = settings;
    this.timeline.forkFrom(this.#snapshot());
  }

  #edit(edit: Edit): void {
    this.timeline.edit(this.trainer.stepsDone, edit);
    this.#apply(edit);
  }

  #apply(edit: Edit): void {
    if (edit.kind === 'parameters') this.trainer.setParameters(edit.parameters);
    else if (edit.kind === 'constraints') this.#holdTo(edit.constraints);
    else {
      this.#settings = edit.settings;
      this.trainer.configure(edit.settings);
    }
  }

  #holdTo(constraints: Constraints): void {
    if (isSameConstraints(constraints, this.#constraints)) return;
    this.#constraints = constraints;
    this.trainer.constrain(constraints);
  }

  #play({ start, edits }: Replay, step: number): void {
    this.#holdTo(start.constraints);
    this.trainer.restore(start.parameters, start.position, start.settings);
    this.#settings = start.settings;
    for (const placed of edits) {
      this.trainer.steps(placed.step - this.trainer.stepsDone);
      this.#apply(placed.edit);
    }
    this.trainer.steps(step - this.trainer.stepsDone);
    // What was told of these steps the first time is not told again.
    this.trainer.takeLosses();
    this.trainer.takeEvaluations();
  }

  #mark(): void {
    if (this.trainer.phase === 'ready') this.timeline.reached(this.trainer.stepsDone, () => this.#snapshot());
  }

  #snapshot(): Snapshot {
    return {
      parameters: this.trainer.parameters,
      position: this.trainer.position,
      settings: this.#settings,
      constraints: this.#constraints,
    };
  }
}
