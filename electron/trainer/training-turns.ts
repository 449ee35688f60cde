/**
 * Trains in short turns, so that messages are heard between them, and does in passing what waits for a share of the time: frames,
 * samples of a language model, the first measurement of a text.
 */
import type { Frame } from '../../core/training/frame.ts';
import { NonFiniteError } from '../../core/training/non-finite.ts';
import type { FrameSender } from './frame-sender.ts';
import type { LoadedRun } from './loaded-run.ts';
import type { SampleWriter } from './sample-writer.ts';
import type { Surroundings } from './surroundings.ts';

/** Longest time in which no message is heard. */
const TURN_MS = 8;
/** Share of training's time that the first measurement takes while it is not done. */
const MEASURING_SHARE = 0.1;
/** Steps between two looks at the clock: more while they are quick. */
const FEWEST_STEPS_AT_ONCE = 1;
const MOST_STEPS_AT_ONCE = 1024;

export class TrainingTurns {
  readonly #surroundings: Surroundings;
  readonly #frames: FrameSender;
  readonly #samples: SampleWriter;
  #run: LoadedRun | null = null;
  #isScheduled = false;
  #stepsAtOnce = FEWEST_STEPS_AT_ONCE;
  /** Milliseconds that measuring may still take; below 0 it waits. */
  #measuringCredit = 0;

  constructor(surroundings: Surroundings, frames: FrameSender, samples: SampleWriter) {
    this.#surroundings = surroundings;
    this.#frames = frames;
    this.#samples = samples;
  }

  /** Another network is loaded. */
  load(run: LoadedRun): void {
    this.#run = run;
    this.#stepsAtOnce = FEWEST_STEPS_AT_ONCE; // its steps may take a thousand times as long
    this.#measuringCredit = 0;
    if (run.trainer.isMeasuring) this.goOn();
  }

  /** The network that was loaded is computed with no more. */
  leave(): void {
    this.#run = null;
  }

  /** It trains, or what waited for it to stand still is done, in the next turn. */
  goOn(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#surroundings.soon(() => {
      this.#isScheduled = false;
      if (this.#run) this.#turn(this.#run);
    });
  }

  /** Training ends by itself. */
  stop(run: LoadedRun, stopped: Frame['stopped']): void {
    run.isRunning = false;
    this.#frames.send(run, stopped);
    this.goOn(); // a text that is being written is finished
  }

  #turn(run: LoadedRun): void {
    if (!run.isRunning) return this.#finishWaiting(run);
    const { now } = this.#surroundings;
    const began = now();
    try {
      const reason = this.#train(run, began + TURN_MS);
      if (reason !== null) return this.stop(run, { reason: 'target', message: reason });
    } catch (error) {
      return this.stop(run, stoppedBy(error));
    }
    const trained = now() - began;
    this.#samples.write(trained);
    this.#measureOn(run, trained);
    if (this.#frames.isDue) this.#frames.send(run, null);
    this.goOn();
  }

  /** @returns why training is to stop; null where its time is over @throws NonFiniteError as the trainer's */
  #train({ runId, timed, stopsAt }: LoadedRun, end: number): string | null {
    const { now } = this.#surroundings;
    do {
      const started = now();
      const ahead = Math.min(stopsAt?.ahead() ?? Infinity, this.#samples.ahead(timed.trainer.stepsDone));
      timed.steps(Math.min(this.#stepsAtOnce, ahead));
      this.#samples.reached(timed.trainer, runId, timed.branch.id);
      const reason = stopsAt?.reason() ?? null;
      if (reason !== null) return reason;
      const isQuick = now() - started < TURN_MS / 4;
      this.#stepsAtOnce = isQuick ? Math.min(2 * this.#stepsAtOnce, MOST_STEPS_AT_ONCE) : FEWEST_STEPS_AT_ONCE;
    } while (now() < end);
    return null;
  }

  /** What waits for training to stand still: a text that is being written, then the first measurement. */
  #finishWaiting({ runId, trainer }: LoadedRun): void {
    if (this.#samples.isWriting) this.#samples.write(Infinity);
    else if (trainer.isMeasuring) {
      trainer.measureOn();
      const { sendMeasured } = this.#surroundings;
      if (!trainer.isMeasuring) sendMeasured?.({ runId, evaluations: trainer.takeEvaluations() });
    } else return;
    this.goOn();
  }

  /** @param trained milliseconds that training has taken since the last call */
  #measureOn({ trainer }: LoadedRun, trained: number): void {
    if (!trainer.isMeasuring) return;
    this.#measuringCredit += MEASURING_SHARE * trained;
    if (this.#measuringCredit < 0) return;
    const { now } = this.#surroundings;
    const began = now();
    trainer.measureOn();
    this.#measuringCredit -= now() - began;
  }
}

/** A refused step is something to tell. @throws anything else, which is our fault */
export function stoppedBy(error: unknown): Frame['stopped'] {
  if (error instanceof NonFiniteError) return { reason: 'non-finite', message: error.message };
  throw error;
}
