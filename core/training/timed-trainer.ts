/** A trainer with its timeline: goes on, takes edits, and comes back to any step of any branch with the bits of the first visit. */
import { isSameConstraints, unconstrained } from '../document/constraints.ts';
import {
  isSameSettings,
  type Constraints,
  type RunPosition,
  type Table,
  type TrainingSettings,
} from '../document/document.ts';
import { traceStep, type StepTrace } from './step-trace.ts';
import { applyEdit, patchesOf, type Edit } from './edit.ts';
import type { Snapshot } from './kept-state.ts';
import { isSameSignature, signatureAfter, signatureOf, type Signature } from './state-signature.ts';
import { constraintsAt, settingsAt, Timeline, type BranchPlace, type Replay } from './timeline.ts';
import type { PassedState } from './frame.ts';
import { Trainer } from './trainer.ts';
import type { TrainerSetup } from './trainer-setup.ts';
import { ownersOf } from '../compile/owners.ts';
import { bringsMemory } from './optimizer-memory.ts';
import { StepNorms } from './step-norms.ts';
import { UpdateWatch } from './update-watch.ts';

/** Products of one update times examples: some tenths of a second at worst. */
const NEAR = 2e7;

/** Products of an example that take as long as to update a parameter, and as to copy it with its optimizer's state, each for each. */
const TO_UPDATE = 10;
const TO_COPY = 150;
/** Of the time of training, what copying states for a step back may take. */
const COPYING_SHARE = 0.02;

/** What is kept of a network's training, apart from the network. */
export type Past = Pick<TimedTrainer, 'timeline' | 'updateWatch'>;

export class TimedTrainer {
  readonly trainer: Trainer;
  readonly timeline: Timeline;
  /** Gradient and update norms of a language model; null for other networks. */
  readonly updateWatch: UpdateWatch | null;
  #settings: TrainingSettings;
  #constraints: Constraints;
  /** Of the parameters as they are, where it is known; of edited ones as they were sent. */
  #signature: Signature | null = null;
  /** float32 may have rounded what was sent. */
  #isSent = false;

  /** @throws RangeError as a Trainer does @param past bytes of a new timeline, or one of the same network to go on with */
  constructor(setup: TrainerSetup, past?: number | Past) {
    this.trainer = new Trainer(setup);
    this.#settings = setup.settings;
    this.#constraints = setup.constraints ?? unconstrained;
    const { network, parameters, position, settings, constraints } = setup;
    this.timeline = typeof past === 'object' ? past.timeline : new Timeline(this.#snapshot(), past);
    const { timeline } = this;
    const known = typeof past === 'object' ? past.updateWatch : null;
    this.updateWatch = known ?? (network.text && new UpdateWatch(ownersOf(network), () => timeline.branch));
    if (typeof past === 'object') this.restore(parameters, position, settings, constraints);
    this.trainer.watch = this.updateWatch;
    this.trainer.norms = new StepNorms();
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
    this.#signature = null;
    try {
      this.trainer.steps(count);
    } finally {
      this.#mark();
    }
  }

  /** Updates after which training stands still: the state before the last one is at hand then. @throws NonFiniteError as `steps` */
  stepsToStand(count: number): void {
    if (count > 1) this.steps(count - 1);
    this.#passing();
    this.steps(1);
  }

  /**
   * One update on the next example alone. The batch size is as before afterwards; the next batch goes on behind the example.
   *
   * @throws NonFiniteError as `steps` does
   */
  stepOneExample(): void {
    const settings = this.#settings;
    if (settings.batchSize * (settings.accumulation ?? 1) === 1) return this.stepsToStand(1);
    this.configure({ ...settings, batchSize: 1, accumulation: 1 });
    try {
      this.stepsToStand(1);
    } finally {
      this.configure(settings);
    }
  }

  advance(): void {
    if (this.trainer.phase === 'backward') this.#passing();
    this.#signature = null;
    this.trainer.advance();
    this.#mark();
  }

  setParameters(parameters: Table<Float64Array>): void {
    const patches = patchesOf(parameters, (id) => this.trainer.valuesOf(id));
    if (Object.keys(patches).length > 0) this.#edit({ kind: 'parameters', patches });
    else this.trainer.setParameters({}); // what has been done of a step is dropped all the same
  }

  configure(settings: TrainingSettings): void {
    this.#edit({ kind: 'settings', settings });
  }

  constrain(constraints: Constraints): void {
    this.#edit({ kind: 'constraints', constraints });
  }

  /** Does one update and tells what it was made of. @throws NonFiniteError as the trainer's */
  traceStep(): StepTrace {
    this.#signature = null;
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
    this.#play(this.timeline.replay(id, step - 1), step - 1);
    const trace = traceStep(this.trainer);
    for (const { edit } of this.timeline.editsBetween(id, step - 1, step)) this.#apply(edit);
    this.#forgetToldAgain();
    return trace;
  }

  /** Whether a step is come to without anybody noticing the time that it takes. @throws RangeError when there is no such step */
  isNear(branch: number, step: number): boolean {
    const products = this.trainer.network.parameterCount * this.#examples;
    return this.timeline.distanceTo(branch, step) * products <= NEAR;
  }

  /** Of an update: each position of a text is one. */
  get #examples(): number {
    const { network, data } = this.trainer;
    const { batchSize, accumulation = 1 } = this.#settings;
    return Math.min(batchSize * accumulation, data.trainingRows.length) * (network.text?.context ?? 1);
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

  /** The same, to where another trainer has gone. */
  arrive(branch: number, { parameters, position, stepsDone }: Trainer): void {
    const replay = this.timeline.replay(branch, stepsDone);
    this.timeline.choose(branch);
    this.#become(replay, parameters, position);
  }

  /** Notes what the parameters are, so that whoever comes back with them is known. @param parameters a copy, where there is one */
  sign(parameters?: Table<Float64Array>): void {
    if (this.#signature === null) {
      this.#signature = signatureOf(parameters ?? this.trainer.parameters);
      this.#isSent = false;
    }
    this.timeline.sign(this.trainer.stepsDone, this.#signature);
  }

  /** Where it stands, for whoever wants to come back here. @param parameters as `sign` @param position a copy, too */
  place(parameters?: Table<Float64Array>, position?: RunPosition): PassedState {
    this.sign(parameters);
    const signature = this.#isSent ? signatureOf(parameters ?? this.trainer.parameters) : this.#signature!;
    const moments = signatureOf((position ?? this.trainer.position).moments);
    return { edits: this.timeline.tellEdits(this.trainer.stepsDone), signature, moments };
  }

  /**
   * Brings a state from outside, such as one that an undo went back to. Where a branch passed through that very state, training
   * is there again; where none did, or only with an optimizer that has forgotten what the state holds, a new branch begins with it.
   *
   * @param position null = step 0
   */
  restore(
    parameters: Table<Float64Array>,
    position: RunPosition | null,
    settings: TrainingSettings,
    constraints: Constraints = this.#constraints,
  ): void {
    const branch = this.#find(position?.step ?? 0, signatureOf(parameters));
    const replay = branch === null ? null : this.timeline.replay(branch, position?.step ?? 0);
    if (branch === null || !replay || bringsMemory(position?.moments ?? {}, settingsAt(replay), settings)) {
      this.#holdTo(constraints);
      this.#settings = settings;
      this.#signature = null;
      this.trainer.restore(parameters, position, settings);
      this.timeline.forkFrom(this.#snapshot());
      return;
    }
    this.timeline.choose(branch);
    this.#become(replay, parameters, position);
    if (!isSameSettings(settings, this.#settings)) this.#edit({ kind: 'settings', settings });
    if (!isSameConstraints(constraints, this.#constraints)) this.#edit({ kind: 'constraints', constraints });
  }

  /** The branch that was in a state, the one in use first; null = none, or none that could be asked in a short time. */
  #find(step: number, signature: Signature): number | null {
    const ids = [this.branch.id, ...this.timeline.branchIds.filter((id) => id !== this.branch.id)].filter((id) => {
      const { first, last } = this.timeline.range(id);
      return step >= first && step <= last;
    });
    const known = ids.find((id) => this.timeline.wasIn(id, step, signature));
    if (known !== undefined) return known;
    const unknown = ids.filter((id) => this.timeline.wasIn(id, step, signature) === null && this.isNear(id, step));
    return (
      unknown.find((id) => {
        this.#play(this.timeline.replay(id, step), step);
        return isSameSignature(signatureOf(this.trainer.parameters), signature);
      }) ?? null
    );
  }

  #edit(edit: Edit): void {
    const { stepsDone: step } = this.trainer;
    const signature =
      this.#signature && edit.kind === 'parameters'
        ? signatureAfter(this.#signature, edit.patches, (id) => this.trainer.valuesOf(id))
        : this.#signature;
    this.timeline.edit(step, edit);
    this.#apply(edit);
    this.#signature = signature;
    this.#isSent = signature !== null && (this.#isSent || edit.kind === 'parameters');
    if (signature) this.timeline.sign(step, signature);
  }

  #apply(edit: Edit): void {
    if (edit.kind === 'constraints') return this.#holdTo(edit.constraints);
    if (edit.kind === 'settings') this.#settings = edit.settings;
    applyEdit(this.trainer, edit);
  }

  #holdTo(constraints: Constraints): void {
    if (isSameConstraints(constraints, this.#constraints)) return;
    this.#constraints = constraints;
    this.trainer.constrain(constraints);
  }

  #play({ start, edits }: Replay, step: number): void {
    const { parameters, position } = start.snapshot;
    this.#become({ start, edits: [] }, parameters, position);
    for (const placed of edits) {
      this.trainer.steps(placed.step - this.trainer.stepsDone);
      this.#apply(placed.edit);
    }
    this.trainer.steps(step - this.trainer.stepsDone);
    this.#forgetToldAgain();
  }

  /** Takes a state, with what training goes by at the end of a replay. */
  #become(replay: Replay, parameters: Table<Float64Array>, position: RunPosition | null): void {
    this.#signature = null;
    this.#holdTo(constraintsAt(replay));
    this.#settings = settingsAt(replay);
    this.trainer.restore(parameters, position, this.#settings);
  }

  /** What was told of steps the first time is not told again. */
  #forgetToldAgain(): void {
    this.trainer.takeLosses();
    this.trainer.takeEvaluations();
    this.trainer.takeNorms();
  }

  #passing(): void {
    this.timeline.passing(this.trainer.stepsDone, () => this.#snapshot());
  }

  #mark(): void {
    if (this.trainer.phase !== 'ready') return;
    this.timeline.reached(this.trainer.stepsDone, () => this.#snapshot());
    // Core has no clock: what copying costs beside the steps since the last copy is told by the work, for each parameter.
    const steps = TO_COPY / COPYING_SHARE / (this.#examples + TO_UPDATE);
    if (this.timeline.isFarOff(this.trainer.stepsDone, steps)) this.#passing();
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
