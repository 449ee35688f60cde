/**
 * Frames of the run that is loaded: one on its way at a time, the newest state wins, and each carries the losses of all steps
 * since the last, so that none is ever dropped.
 */
import type { RunPosition, Table } from '../../core/document/document.ts';
import { isSamePosition } from '../../core/document/same-bits.ts';
import type { Frame, PassedState } from '../../core/training/frame.ts';
import { isSameSignature, signatureOf } from '../../core/training/state-signature.ts';
import { FramePace } from './frame-pace.ts';
import type { LoadedRun } from './loaded-run.ts';
import { SpeedMeter } from './speed-meter.ts';
import type { Surroundings } from './surroundings.ts';

/** Time between frames. */
const FRAME_MS = 16;
/** From here on a frame is whole only when it must be, so that carrying it slows neither training nor the window. */
const LARGE_STATE_BYTES = 2 ** 20;
/** What a crash may cost at most: time between whole frames, more where they would carry more than so much a second. */
const WHOLE_FRAME_MS = 10_000;
const WHOLE_BYTES_PER_SECOND = 2 ** 21;

interface SentState {
  readonly parameters: Table<Float64Array>;
  /** null = before the first step, without any memory of the optimizer. */
  readonly position: RunPosition | null;
}

export class FrameSender {
  readonly #surroundings: Surroundings;
  readonly #speed = new SpeedMeter();
  #frame = 0;
  #unacknowledged = 0;
  #lastFrameAt = -Infinity;
  #spentAtFrame = -Infinity;
  #pace = new FramePace(0);
  #lastWholeAt = -Infinity;
  /** Time between whole frames; 0 = each one is. */
  #wholeInterval = 0;
  #watched: readonly string[] = [];

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Another network is loaded. */
  load({ stateBytes }: LoadedRun): void {
    const rare = Math.max(WHOLE_FRAME_MS, (1000 * stateBytes) / WHOLE_BYTES_PER_SECOND);
    this.#wholeInterval = stateBytes > LARGE_STATE_BYTES ? rare : 0;
    this.#unacknowledged = 0;
    this.#pace = new FramePace(0);
  }

  /** It begins to train. */
  start({ trainer }: LoadedRun): void {
    const now = this.#surroundings.now();
    this.#lastWholeAt = now;
    this.#speed.restart(now, trainer.stepsDone);
  }

  /** Parameters that frames in between carry. */
  watch(parameters: readonly string[]): void {
    this.#watched = parameters;
  }

  acknowledge(frame: number): void {
    if (frame === this.#unacknowledged) this.#unacknowledged = 0;
  }

  /**
   * Whether a frame may be sent. They take their share of what training works, not of the time that passes: on a busy machine
   * that is much less.
   */
  get isDue(): boolean {
    const { now, spent = now } = this.#surroundings;
    if (this.#unacknowledged !== 0) return false;
    return now() - this.#lastFrameAt >= FRAME_MS && spent() - this.#spentAtFrame >= this.#pace.interval;
  }

  /** @param stopped why training paused by itself; null where it did not */
  send(run: LoadedRun, stopped: Frame['stopped']): void {
    this.#frame++;
    this.#unacknowledged = this.#frame;
    const { now, spent = now, sendFrame } = this.#surroundings;
    this.#lastFrameAt = now();
    const isWhole = stopped !== null || this.#lastFrameAt - this.#lastWholeAt >= this.#wholeInterval;
    sendFrame(this.#frame, this.frame(run, stopped, isWhole));
    // A whole frame of a large network is the exception: it says nothing about those in between.
    if (!isWhole || this.#wholeInterval === 0) this.#pace.took(now() - this.#lastFrameAt);
    this.#spentAtFrame = spent();
  }

  /**
   * For whoever has its parameters already: whole only where the network is small.
   *
   * @param sent the state that they have; float32 may have rounded its parameters, and an optimizer may have no place for all of its
   *   memory: then that state cannot be asked for again
   */
  known(run: LoadedRun, sent?: SentState): Frame {
    const frame = this.frame(run, null, this.#wholeInterval === 0);
    return { ...frame, passed: sent && frame.passed && isExact(run, sent, frame.passed) ? frame.passed : null };
  }

  /** Where it stands. */
  frame(run: LoadedRun, stopped: Frame['stopped'] = null, isWhole = true): Frame {
    const { runId, timed, isRunning } = run;
    const { trainer, timeline, branch, settings, constraints } = timed;
    const position = isWhole ? trainer.position : trainer.place;
    const parameters = isWhole ? trainer.parameters : trainer.parametersOf(this.#watched);
    const now = this.#surroundings.now();
    if (isWhole) this.#lastWholeAt = now;
    this.#speed.take(now, position.step);
    return {
      runId,
      phase: trainer.phase,
      isWhole,
      position,
      parameters,
      losses: trainer.takeLosses(),
      evaluations: trainer.takeEvaluations(),
      norms: trainer.takeNorms(),
      batch: trainer.batchView(),
      stopped,
      isRunning,
      stepsPerSecond: isRunning ? this.#speed.stepsPerSecond : 0,
      branch: { ...branch, ...timeline.range(branch.id) },
      passed: isWhole ? this.#passed(run, parameters, position) : this.#passed(run),
      settings,
      constraints,
      kernels: trainer.kernels,
    };
  }

  /** An undo may come back to where it stands, and to any whole state of a large network. @param parameters a copy, if there is one */
  #passed(
    { timed, isRunning }: LoadedRun,
    parameters?: Table<Float64Array>,
    position?: RunPosition,
  ): PassedState | null {
    const isOfNote = !isRunning || (this.#wholeInterval > 0 && parameters !== undefined);
    return isOfNote && timed.trainer.phase === 'ready' ? timed.place(parameters, position) : null;
  }
}

/** Whether training is in the very state that it was sent. */
const isExact = ({ trainer }: LoadedRun, { parameters, position }: SentState, { signature }: PassedState): boolean =>
  isSameSignature(signature, signatureOf(parameters)) && (!position || isSamePosition(position, trainer.position));
