/**
 * What the page asks of training, call by call: a network is loaded, trained, changed, and gone back in; each answer that concerns
 * a run is a frame.
 */
import type { PreparedData } from '../../core/data/data-settings.ts';
import { prepareData } from '../../core/data/prepare.ts';
import type { Constraints, Table, TrainingSettings } from '../../core/document/document.ts';
import { StateNotKept } from '../../core/document/state-not-kept.ts';
import type { RecalledState } from '../../core/document/training-place.ts';
import type { EditPlace, InputOf, TimelineMemory, trainerCalls } from '../../core/protocol/contract.ts';
import { ARRAY_BYTES, packTimeline, type PackedTimeline } from '../../core/protocol/packed-timeline.ts';
import type { SampleSettings } from '../../core/protocol/sample-calls.ts';
import type { Steps } from '../../core/text/steps.ts';
import type { Frame, LoadedFrame } from '../../core/training/frame.ts';
import type { InTurns } from '../../core/training/retrace.ts';
import type { StepTrace } from '../../core/training/step-trace.ts';
import { watchFor, type StopCondition } from '../../core/training/stop/registry.ts';
import type { StoredTimeline } from '../../core/training/stored-timeline.ts';
import { textBaselines, type TextBaselines } from '../../core/training/text-baselines.ts';
import { TIMELINE_BYTES } from '../../core/training/timeline.ts';
import type { UpdateWatch } from '../../core/training/update-watch.ts';
import { EarlierNetworks } from './earlier-networks.ts';
import { FrameSender } from './frame-sender.ts';
import { inSlices } from './in-slices.ts';
import {
  LoadedRun,
  setupOf,
  TrainingRefused,
  type Load,
  type LoadedLanguageForm,
  type LoadedLanguageModel,
} from './loaded-run.ts';
import type { LookingBack } from './looking-back.ts';
import { SampleWriter } from './sample-writer.ts';
import type { Surroundings } from './surroundings.ts';
import { stoppedBy, TrainingTurns } from './training-turns.ts';

export class TrainingLoop {
  readonly #surroundings: Surroundings;
  readonly #earlier = new EarlierNetworks(TIMELINE_BYTES / 2);
  readonly #samples: SampleWriter;
  readonly #frames: FrameSender;
  readonly #turns: TrainingTurns;
  #run: LoadedRun | null = null;

  constructor(surroundings: Surroundings) {
    const { now, sendSample = () => undefined, sendSampleProblem = () => undefined } = surroundings;
    this.#surroundings = surroundings;
    const kernelsFor: Surroundings['kernelsFor'] = (precision) => surroundings.kernelsForLookingBack()(precision);
    this.#samples = new SampleWriter({ now, sendSample, sendSampleProblem, kernelsFor });
    this.#frames = new FrameSender(surroundings);
    this.#turns = new TrainingTurns(surroundings, this.#frames, this.#samples);
  }

  /**
   * Prepares the data in slices, then loads. What trained before stands still from the start: its steps would be kept, but the page
   * would no longer hear of them.
   *
   * @throws FileError as `prepareData`, TrainingRefused as `load`
   */
  async prepareAndLoad(input: Load, preparing: Steps<unknown, PreparedData>): Promise<LoadedFrame> {
    if (this.#run) this.#run.isRunning = false;
    return this.load(input, await inSlices(preparing, this.#surroundings));
  }

  /**
   * The network that was loaded before becomes an earlier one.
   *
   * @param prepared the data, where it is ready
   * @throws TrainingRefused when it cannot be trained as it is
   */
  load(input: Load, prepared: PreparedData = prepareData(input.data)): LoadedFrame {
    if (this.#run) this.#run.isRunning = false;
    const setup = setupOf(input, prepared, this.#surroundings.kernelsFor);
    if (this.#run) this.#earlier.keep(this.#run.runId, this.#run.timed);
    this.#run = null;
    this.#turns.leave();
    const run = new LoadedRun(input, setup, this.#earlier, this.#surroundings);
    this.#run = run;
    this.#samples.load(setup.network, run.source);
    this.#frames.load(run);
    this.#turns.load(run);
    return { ...this.#frames.known(run, input), isResumed: run.isResumed, earlier: this.#earlier.runIds };
  }

  /** @throws TrainingRefused when no language model is loaded */
  get languageModel(): LoadedLanguageModel {
    const form = this.languageForm;
    return { ...form, parameters: form.trainer.parameters };
  }

  /** Without copying the parameters, which takes time where there are millions. @throws TrainingRefused as `languageModel` */
  get languageForm(): LoadedLanguageForm {
    return this.#loaded.languageForm;
  }

  /** What its text can be guessed by without a model; null where the network is no language model. */
  get baselines(): TextBaselines | null {
    const { text } = this.#loaded.trainer.data;
    return text ? textBaselines(text) : null;
  }

  /** Gradient and update norms that were recorded; null where the network is no language model. */
  get updateWatch(): UpdateWatch | null {
    return this.#loaded.timed.updateWatch;
  }

  setParameters(parameters: Table<Float64Array>): EditPlace {
    this.#loaded.timed.setParameters(parameters);
    return this.#place;
  }

  configure(training: TrainingSettings): EditPlace {
    this.#loaded.timed.configure(training);
    return this.#place;
  }

  constrain(constraints: Constraints): EditPlace {
    this.#loaded.timed.constrain(constraints);
    return this.#place;
  }

  get #place(): EditPlace {
    const { trainer, timeline, branch } = this.#loaded.timed;
    return { step: trainer.stepsDone, branch: { ...branch, ...timeline.range(branch.id) } };
  }

  /** Exactly `count` optimizer updates, or fewer when a step is refused. */
  step(count: number): Frame {
    return this.#stand((run) => run.timed.stepsToStand(count));
  }

  /** One update on the next example alone. */
  stepOneExample(): Frame {
    return this.#stand((run) => run.timed.stepOneExample());
  }

  advance(): Frame {
    return this.#stand((run) => run.timed.advance());
  }

  /** Training stands after what is done here; a refused step is told. */
  #stand(action: (run: LoadedRun) => void): Frame {
    const run = this.#loaded;
    run.isRunning = false;
    try {
      action(run);
      return this.#frames.frame(run);
    } catch (error) {
      return this.#frames.frame(run, stoppedBy(error));
    }
  }

  /** @param until where to stop by itself @throws RangeError when the data does not allow it */
  run(until: StopCondition | null = null): void {
    const run = this.#loaded;
    run.stopsAt = until && watchFor(run.trainer, until);
    run.isRunning = true;
    run.back.rest();
    this.#frames.start(run);
    this.#turns.goOn();
  }

  /** @returns the state at which it stands: a large network's after one more update, so that the one before it is at hand */
  pause(): Frame {
    const run = this.#loaded;
    const { timed, isRunning: wasRunning } = run;
    run.isRunning = false;
    this.#turns.goOn();
    const { stepsDone } = run.trainer;
    const { id } = timed.branch;
    const isFar = stepsDone > timed.timeline.range(id).first && !timed.isNear(id, stepsDone - 1);
    return wasRunning && isFar ? this.step(1) : this.#frames.frame(run);
  }

  /** @throws TokenizerError as the writer of samples does */
  sample(settings: SampleSettings): void {
    this.#samples.configure(settings);
  }

  whole(): Frame {
    return this.#frames.frame(this.#loaded);
  }

  /** Parameters that frames in between carry. */
  watch(parameters: readonly string[]): void {
    this.#frames.watch(parameters);
  }

  acknowledge(frame: number): void {
    this.#frames.acknowledge(frame);
  }

  /** For questions about the past. */
  get back(): LookingBack {
    return this.#loaded.back;
  }

  /** @throws RangeError when there is no such step */
  *visit({ branch, step }: InputOf<typeof trainerCalls.visit>): InTurns<Frame> {
    const run = this.#loaded;
    run.isRunning = false;
    yield* run.back.visit(branch, step);
    return this.#frames.frame(run);
  }

  /** A state of the network that is loaded, for an undo. @throws StateNotKept when it is not kept any more */
  *recall({ run, ...place }: InputOf<typeof trainerCalls.recall>): InTurns<RecalledState> {
    if (run !== this.#loaded.runId) {
      throw new StateNotKept(`The runs of the network at step ${place.step} are no longer kept.`);
    }
    return yield* this.back.recall(place);
  }

  /** Gradients and moves: of the next update while training runs, else of the last one. null where there is none. */
  *traceStep(): InTurns<StepTrace | null> {
    const run = this.#loaded;
    if (run.trainer.phase !== 'ready') return null;
    if (!run.isRunning) return yield* run.back.lastUpdate();
    try {
      return run.timed.traceStep();
    } catch (error) {
      this.#turns.stop(run, stoppedBy(error));
      return null;
    }
  }

  fork(): Frame {
    this.#loaded.timed.fork();
    return this.#frames.known(this.#loaded);
  }

  /** The branch in use keeps what it has. */
  releaseBranch(branch: number): void {
    const { timed } = this.#loaded;
    if (branch !== timed.branch.id) timed.timeline.release(branch);
  }

  /** For a project file; null where it has no room. */
  store(mostBytes: number): StoredTimeline | null {
    return this.#loaded.timed.timeline.store(mostBytes);
  }

  /** The same of any network whose runs are kept, as they are now; null where there are none, too. */
  *copy({ runId, mostBytes }: InputOf<typeof trainerCalls.copyTimeline>): Steps<void, PackedTimeline | null> {
    const past = this.#run?.runId === runId ? this.#run.timed : this.#earlier.find(runId);
    const chosen = past?.timeline.select(mostBytes, ARRAY_BYTES);
    return chosen ? yield* packTimeline(chosen) : null;
  }

  memory(): TimelineMemory {
    const { timeline } = this.#loaded.timed;
    const bytes = timeline.memory.bytes + this.#earlier.bytes;
    return {
      bytes,
      budget: TIMELINE_BYTES,
      earlier: this.#earlier.bytes,
      branches: timeline.branchIds.map((id) => ({ id, ...timeline.memoryOf(id) })),
    };
  }

  restore({ parameters, training, constraints, position }: InputOf<typeof trainerCalls.restore>): Frame {
    const run = this.#loaded;
    run.isRunning = false;
    run.timed.restore(parameters, position, training, constraints);
    return this.#frames.known(run, { parameters, position });
  }

  get #loaded(): LoadedRun {
    if (!this.#run) throw new TrainingRefused('internal: no network is loaded into the training process');
    return this.#run;
  }
}
