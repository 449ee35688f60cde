/**
 * Runs a trainer in short slices, so that messages are heard between them, and sends frames: one on its way at a time, the
 * newest state wins, and every frame carries the losses of all steps since the last one, so that none is ever dropped.
 */
import { compileNetwork } from '../../core/compile/compile.ts';
import { matchesData } from '../../core/compile/matches-data.ts';
import { prepareData } from '../../core/data/prepare.ts';
import type { Network } from '../../core/compile/compile.ts';
import type { TextSource } from '../../core/data/text-source.ts';
import type { Constraints, RunPosition, Table, TrainingSettings } from '../../core/document/document.ts';
import type { KernelSet, Precision } from '../../core/engine/kernels/kernels.ts';
import { precisionFor } from '../../core/engine/precision.ts';
import type { EditPlace, InputOf, Measured, TimelineMemory, trainerCalls } from '../../core/protocol/contract.ts';
import type { Frame, LoadedFrame } from '../../core/training/frame.ts';
import { NonFiniteError } from '../../core/training/non-finite.ts';
import { watchFor, type StopCondition } from '../../core/training/stop/registry.ts';
import type { StopWatch } from '../../core/training/stop/stop-rule.ts';
import type { StepTrace } from '../../core/training/step-trace.ts';
import type { InTurns } from '../../core/training/retrace.ts';
import { textBaselines, type TextBaselines } from '../../core/training/text-baselines.ts';
import { signatureOf } from '../../core/training/state-signature.ts';
import type { StoredTimeline } from '../../core/training/stored-timeline.ts';
import { TimedTrainer, type Past } from '../../core/training/timed-trainer.ts';
import { Timeline, TIMELINE_BYTES } from '../../core/training/timeline.ts';
import type { Trainer } from '../../core/training/trainer.ts';
import type { TrainerSetup } from '../../core/training/trainer-setup.ts';
import type { Sample, SampleSettings } from '../../core/protocol/sample-calls.ts';
import type { UpdateWatch } from '../../core/training/update-watch.ts';
import { EarlierNetworks } from './earlier-networks.ts';
import { FramePace } from './frame-pace.ts';
import { LookingBack } from './looking-back.ts';
import { SampleWriter } from './sample-writer.ts';
import { SpeedMeter } from './speed-meter.ts';

/** What the loop needs of its surroundings; a test gives its own. */
export interface Surroundings {
  /** Milliseconds, only ever growing. */
  readonly now: () => number;
  /** Milliseconds that the process has worked, which are fewer where other programs want the processors; `now` unless given. */
  readonly spent?: () => number;
  /** Calls back soon, after waiting messages have been handled. */
  readonly soon: (callback: () => void) => void;
  readonly sendFrame: (frame: number, content: Frame) => void;
  /** What was measured while training stands still. */
  readonly sendMeasured?: (measured: Measured) => void;
  /** What a language model has written in passing. */
  readonly sendSample?: (sample: Sample) => void;
  /** The kernels for a precision; called once for each network that is loaded. */
  readonly kernelsFor: (precision: Precision) => KernelSet;
  /** More of them, with the same bits, for looking back while training goes on; called once for each look. */
  readonly kernelsForLookingBack: () => (precision: Precision) => KernelSet;
}

/** Longest time in which no message is heard. */
const SLICE_MS = 8;
/** Time between frames. */
const FRAME_MS = 16;
/** From here on a frame is whole only when it must be, so that carrying it slows neither training nor the window. */
const LARGE_STATE_BYTES = 2 ** 20;
/** What a crash may cost at most: time between whole frames, more where they would carry more than so much a second. */
const WHOLE_FRAME_MS = 10_000;
const WHOLE_BYTES_PER_SECOND = 2 ** 21;
/** Share of training's time that the first measurement takes while it is not done. */
const MEASURING_SHARE = 0.1;
/** Steps between two looks at the clock: more while they are quick. */
const FEWEST_STEPS_AT_ONCE = 1;
const MOST_STEPS_AT_ONCE = 1024;

/** The language model that is loaded, as it stands, without its numbers. */
export interface LoadedLanguageForm {
  readonly runId: number;
  readonly step: number;
  readonly network: Network;
  readonly source: TextSource;
  readonly trainer: Trainer;
}

export interface LoadedLanguageModel extends LoadedLanguageForm {
  /** Copies. */
  readonly parameters: Table<Float64Array>;
}

/** A request that makes no sense in the present state, or a network that cannot be trained as it is. */
export class TrainingRefused extends Error {
  override readonly name = 'TrainingRefused';
}

export class TrainingLoop {
  readonly #surroundings: Surroundings;
  #timed: TimedTrainer | null = null;
  #back: LookingBack | null = null;
  #source: TextSource | null = null;
  readonly #earlier = new EarlierNetworks(TIMELINE_BYTES / 2);
  #runId = 0;
  #isRunning = false;
  /** What a running training stops at; null = only when it is paused. */
  #watch: StopWatch | null = null;
  #isScheduled = false;
  #frame = 0;
  #unacknowledged = 0;
  #lastFrameAt = -Infinity;
  #spentAtFrame = -Infinity;
  #pace = new FramePace(0);
  #lastWholeAt = -Infinity;
  /** Time between whole frames; 0 = each one is. */
  #wholeInterval = 0;
  #watched: readonly string[] = [];
  #stepsAtOnce = FEWEST_STEPS_AT_ONCE;
  #speed = new SpeedMeter();

  /** Milliseconds that measuring may still take; below 0 it waits. */
  #measuringCredit = 0;

  readonly #samples: SampleWriter;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const { now, sendSample = () => undefined } = surroundings;
    this.#samples = new SampleWriter({ now, sendSample });
  }

  load({
    runId,
    resumes,
    timeline,
    layers,
    connections,
    parameters,
    data,
    training,
    constraints,
    position,
  }: InputOf<typeof trainerCalls.load>): LoadedFrame {
    this.#isRunning = false;
    const { network, problems } = compileNetwork(layers, connections);
    if (!network) throw new TrainingRefused(problems[0]?.message ?? 'The network cannot be computed.');
    const prepared = prepareData(data);
    const mismatch = matchesData(network, prepared)[0];
    if (mismatch) throw new TrainingRefused(mismatch.message);
    const { kernelsFor, kernelsForLookingBack } = this.#surroundings;
    const measuresInTurns = true;
    const setup: TrainerSetup = {
      network,
      data: prepared,
      settings: training,
      parameters,
      constraints,
      position,
      kernelsFor,
      measuresInTurns,
    };
    this.#leave();
    const { identity } = kernelsFor(precisionFor(training.precision, network.parameterCount));
    const isOurs = timeline?.states[0]?.position.kernels?.arithmetic === identity.arithmetic;
    const stored = timeline && isOurs ? pastOf(timeline, parameters, position) : null;
    const past = stored ?? (resumes ? this.#earlier.take(runId) : null);
    const budget = TIMELINE_BYTES - this.#earlier.bytes;
    this.#timed = new TimedTrainer(setup, past ?? budget);
    this.#timed.timeline.budget = budget;
    this.#back = new LookingBack(this.#timed, setup, kernelsForLookingBack);
    this.#runId = runId;
    this.#source = data.source.kind === 'text' ? data.source : null;
    this.#samples.load(network, this.#source);
    this.#unacknowledged = 0;
    const bytes = Object.values(parameters).reduce((sum, { byteLength }) => sum + byteLength, 0);
    const whole = 3 * bytes; // with the optimizer's state
    const rare = Math.max(WHOLE_FRAME_MS, (1000 * whole) / WHOLE_BYTES_PER_SECOND);
    this.#wholeInterval = whole > LARGE_STATE_BYTES ? rare : 0;
    this.#pace = new FramePace(0);
    this.#measuringCredit = 0;
    if (this.#timed.trainer.isMeasuring) this.#schedule();
    const frame = this.#makeFrame(null, this.#wholeInterval === 0); // whoever loads it has it
    return { ...frame, isResumed: past !== null, earlier: this.#earlier.runIds };
  }

  /** The network that is loaded becomes an earlier one. */
  #leave(): void {
    if (this.#timed) this.#earlier.keep(this.#runId, this.#timed);
    this.#timed = null;
  }

  /** @throws TrainingRefused when no language model is loaded */
  get languageModel(): LoadedLanguageModel {
    const form = this.languageForm;
    return { ...form, parameters: form.trainer.parameters };
  }

  /** Without copying the parameters, which takes time where there are millions. @throws TrainingRefused as `languageModel` */
  get languageForm(): LoadedLanguageForm {
    const { trainer } = this.#loaded;
    if (!this.#source)
      throw new TrainingRefused('The network that is open is no language model. Open or make one first.');
    const { network, stepsDone: step } = trainer;
    return { runId: this.#runId, step, network, source: this.#source, trainer };
  }

  /** What its text can be guessed by without a model; null where the network is no language model. */
  get baselines(): TextBaselines | null {
    const { text } = this.#loaded.trainer.data;
    return text ? textBaselines(text) : null;
  }

  /** Gradient and update norms that were recorded; null where the network is no language model. */
  get updateWatch(): UpdateWatch | null {
    return this.#loaded.updateWatch;
  }

  setParameters(parameters: Table<Float64Array>): EditPlace {
    this.#loaded.setParameters(parameters);
    return this.#place;
  }

  configure(training: TrainingSettings): EditPlace {
    this.#loaded.configure(training);
    return this.#place;
  }

  constrain(constraints: Constraints): EditPlace {
    this.#loaded.constrain(constraints);
    return this.#place;
  }

  get #place(): EditPlace {
    const { trainer, timeline, branch } = this.#loaded;
    return { step: trainer.stepsDone, branch: { ...branch, ...timeline.range(branch.id) } };
  }

  /** Exactly `count` optimizer updates, or fewer when a step is refused. */
  step(count: number): Frame {
    const trainer = this.#loaded;
    return this.#stepBy(() => trainer.stepsToStand(count));
  }

  /** One update on the next example alone. */
  stepOneExample(): Frame {
    const trainer = this.#loaded;
    return this.#stepBy(() => trainer.stepOneExample());
  }

  #stepBy(step: () => void): Frame {
    this.#isRunning = false;
    try {
      step();
      return this.#makeFrame(null);
    } catch (error) {
      return this.#makeFrame(stoppedBy(error));
    }
  }

  advance(): Frame {
    const trainer = this.#loaded;
    this.#isRunning = false;
    try {
      trainer.advance();
      return this.#makeFrame(null);
    } catch (error) {
      return this.#makeFrame(stoppedBy(error));
    }
  }

  /** @param until where to stop by itself @throws RangeError when the data does not allow it */
  run(until: StopCondition | null = null): void {
    const { trainer } = this.#loaded;
    const { stepsDone: step } = trainer;
    this.#watch = until && watchFor(trainer, until);
    this.#isRunning = true;
    this.back.rest();
    this.#lastWholeAt = this.#surroundings.now();
    this.#speed.restart(this.#surroundings.now(), step);
    this.#schedule();
  }

  /** @returns the state at which it stands: a large network's after one more update, so that the one before it is at hand */
  pause(): Frame {
    const wasRunning = this.#isRunning;
    this.#isRunning = false;
    this.#schedule();
    const timed = this.#loaded;
    const { stepsDone } = timed.trainer;
    const { id } = timed.branch;
    const isFar = stepsDone > timed.timeline.range(id).first && !timed.isNear(id, stepsDone - 1);
    return wasRunning && isFar ? this.#stepBy(() => timed.stepsToStand(1)) : this.#makeFrame(null);
  }

  /** @throws TokenizerError as the writer of samples does */
  sample(settings: SampleSettings): void {
    this.#samples.configure(settings);
  }

  whole(): Frame {
    return this.#makeFrame(null);
  }

  /** Parameters that frames in between carry. */
  watch(parameters: readonly string[]): void {
    this.#watched = parameters;
  }

  acknowledge(frame: number): void {
    if (frame === this.#unacknowledged) this.#unacknowledged = 0;
  }

  /** For questions about the past. */
  get back(): LookingBack {
    void this.#loaded;
    return this.#back!;
  }

  /** @throws RangeError when there is no such step */
  *visit({ branch, step }: InputOf<typeof trainerCalls.visit>): InTurns<Frame> {
    this.#isRunning = false;
    yield* this.back.visit(branch, step);
    return this.#makeFrame(null);
  }

  /** Gradients and moves: of the next update while training runs, else of the last one. null where there is none. */
  *traceStep(): InTurns<StepTrace | null> {
    const timed = this.#loaded;
    if (timed.trainer.phase !== 'ready') return null;
    if (!this.#isRunning) return yield* this.back.lastUpdate();
    try {
      return timed.traceStep();
    } catch (error) {
      this.#isRunning = false;
      this.#send(stoppedBy(error));
      return null;
    }
  }

  fork(): Frame {
    this.#loaded.fork();
    return this.#makeFrame(null, this.#wholeInterval === 0);
  }

  /** The branch in use keeps what it has. */
  releaseBranch(branch: number): void {
    if (branch !== this.#loaded.branch.id) this.#loaded.timeline.release(branch);
  }

  /** For a project file; null where it has no room. */
  store(mostBytes: number): StoredTimeline | null {
    return this.#loaded.timeline.store(mostBytes);
  }

  memory(): TimelineMemory {
    const { timeline } = this.#loaded;
    const bytes = timeline.memory.bytes + this.#earlier.bytes;
    return {
      bytes,
      budget: TIMELINE_BYTES,
      earlier: this.#earlier.bytes,
      branches: timeline.branchIds.map((id) => ({ id, ...timeline.memoryOf(id) })),
    };
  }

  restore({ parameters, training, constraints, position }: InputOf<typeof trainerCalls.restore>): Frame {
    this.#isRunning = false;
    this.#loaded.restore(parameters, position, training, constraints);
    return this.#makeFrame(null, this.#wholeInterval === 0);
  }

  get #loaded(): TimedTrainer {
    if (!this.#timed) throw new TrainingRefused('internal: no network is loaded into the training process');
    return this.#timed;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#surroundings.soon(() => {
      this.#isScheduled = false;
      this.#slice();
    });
  }

  #slice(): void {
    if (!this.#timed) return;
    if (!this.#isRunning) return this.#finishWaiting();
    const { now } = this.#surroundings;
    const began = now();
    const end = began + SLICE_MS;
    const watch = this.#watch;
    try {
      do {
        const started = now();
        const ahead = Math.min(watch?.ahead() ?? Infinity, this.#samples.ahead(this.#timed.trainer.stepsDone));
        this.#timed.steps(Math.min(this.#stepsAtOnce, ahead));
        this.#samples.reached(this.#timed.trainer, this.#runId, this.#timed.branch.id);
        const reason = watch?.reason() ?? null;
        if (reason !== null) return this.#stop({ reason: 'target', message: reason });
        const isQuick = now() - started < SLICE_MS / 4;
        this.#stepsAtOnce = isQuick ? Math.min(2 * this.#stepsAtOnce, MOST_STEPS_AT_ONCE) : FEWEST_STEPS_AT_ONCE;
      } while (now() < end);
    } catch (error) {
      return this.#stop(stoppedBy(error));
    }
    const trained = now() - began;
    this.#samples.write(trained);
    this.#measureOn(trained);
    if (this.#unacknowledged === 0 && this.#isFrameDue) this.#send(null);
    this.#schedule();
  }

  /** Frames take their share of what training works, not of the time that passes: on a busy machine that is much less. */
  get #isFrameDue(): boolean {
    const { now, spent = now } = this.#surroundings;
    return now() - this.#lastFrameAt >= FRAME_MS && spent() - this.#spentAtFrame >= this.#pace.interval;
  }

  #stop(stopped: Frame['stopped']): void {
    this.#isRunning = false;
    this.#send(stopped);
    this.#schedule(); // a text that is being written is finished
  }

  /** What waits for training to stand still: a text that is being written, then the first measurement. */
  #finishWaiting(): void {
    const { trainer } = this.#timed!;
    if (this.#samples.isWriting) this.#samples.write(Infinity);
    else if (trainer.isMeasuring) {
      trainer.measureOn();
      const { sendMeasured } = this.#surroundings;
      if (!trainer.isMeasuring) sendMeasured?.({ runId: this.#runId, evaluations: trainer.takeEvaluations() });
    } else return;
    this.#schedule();
  }

  /** @param trained milliseconds that training has taken since the last call */
  #measureOn(trained: number): void {
    const { trainer } = this.#timed!;
    if (!trainer.isMeasuring) return;
    this.#measuringCredit += MEASURING_SHARE * trained;
    if (this.#measuringCredit < 0) return;
    const { now } = this.#surroundings;
    const began = now();
    trainer.measureOn();
    this.#measuringCredit -= now() - began;
  }

  #send(stopped: Frame['stopped']): void {
    this.#frame++;
    this.#unacknowledged = this.#frame;
    const { now, spent = now, sendFrame } = this.#surroundings;
    this.#lastFrameAt = now();
    const isWhole = stopped !== null || this.#lastFrameAt - this.#lastWholeAt >= this.#wholeInterval;
    sendFrame(this.#frame, this.#makeFrame(stopped, isWhole));
    // A whole frame of a large network is the exception: it says nothing about those in between.
    if (!isWhole || this.#wholeInterval === 0) this.#pace.took(now() - this.#lastFrameAt);
    this.#spentAtFrame = spent();
  }

  #makeFrame(stopped: Frame['stopped'], isWhole = true): Frame {
    const { trainer, timeline, branch, settings, constraints } = this.#loaded;
    const position = isWhole ? trainer.position : trainer.place;
    const parameters = isWhole ? trainer.parameters : trainer.parametersOf(this.#watched);
    if (isWhole) this.#lastWholeAt = this.#surroundings.now();
    // An undo may come back to it; of a small network it is found by computing it again.
    if (isWhole && this.#wholeInterval > 0 && trainer.phase === 'ready') this.#loaded.sign(parameters);
    this.#speed.take(this.#surroundings.now(), position.step);
    return {
      runId: this.#runId,
      phase: trainer.phase,
      isWhole,
      position,
      parameters,
      losses: trainer.takeLosses(),
      evaluations: trainer.takeEvaluations(),
      batch: trainer.batchView(),
      stopped,
      isRunning: this.#isRunning,
      stepsPerSecond: this.#isRunning ? this.#speed.stepsPerSecond : 0,
      branch: { ...branch, ...timeline.range(branch.id) },
      settings,
      constraints,
      kernels: trainer.kernels,
    };
  }
}

/** What a project has kept, which stands at the state that it was saved in. */
function pastOf(stored: StoredTimeline, parameters: Table<Float64Array>, position: RunPosition | null): Past {
  const timeline = Timeline.from(stored);
  const step = position?.step ?? 0;
  const { first, last } = timeline.range(timeline.branch.id);
  if (step >= first && step <= last) timeline.sign(step, signatureOf(parameters));
  return { timeline, updateWatch: null };
}

/** A refused step is something to tell; anything else is our fault and goes on. */
function stoppedBy(error: unknown): Frame['stopped'] {
  if (error instanceof NonFiniteError) return { reason: 'non-finite', message: error.message };
  throw error;
}
