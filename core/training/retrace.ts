/**
 * Walks a run's past with a trainer of its own, in turns: the run itself stays where it stands. Each `yield` is a place to do
 * something else, with the share of the way that is done, 0 .. 1.
 */
import { applyEdit } from './edit.ts';
import { RecentStates } from './recent-states.ts';
import { constraintsAt, settingsAt, type Timeline } from './timeline.ts';
import { Trainer } from './trainer.ts';
import type { TrainerSetup } from './trainer-setup.ts';

/** Work that is done in turns; between two of them it can be given up. */
export type InTurns<Result> = Generator<number, Result, void>;

/** Steps of a turn where nobody looks at each one. */
const STEPS_A_TURN = 64;

export class Retracer {
  readonly trainer: Trainer;
  readonly #timeline: Timeline;

  /** @param setup as the run's own, with kernels that give the same bits and are not in use */
  constructor(setup: TrainerSetup, timeline: Timeline) {
    this.trainer = new Trainer(setup);
    this.#timeline = timeline;
  }

  /**
   * Comes to the very state of a step.
   *
   * @param editsThere how many of the edits at that step to make; all of them unless given
   * @throws RangeError when the branch has no such step
   */
  *goTo(branch: number, step: number, editsThere?: number): InTurns<void> {
    const { start, edits } = this.#timeline.replay(branch, step, editsThere);
    const { constraints, parameters, position, settings } = start.snapshot;
    this.trainer.constrain(constraints);
    this.trainer.restore(parameters, position, settings);
    for (const placed of edits) {
      yield* this.#stepTo(placed.step, start.step, step);
      applyEdit(this.trainer, placed.edit);
    }
    yield* this.#stepTo(step, start.step, step);
  }

  /** The same, after which the states before it are at hand, as many as there is room for: the next steps back are instant. */
  *goBackTo(branch: number, step: number, editsThere?: number): InTurns<void> {
    const { first } = this.#timeline.range(branch);
    const { start, edits } = this.#timeline.replay(branch, step, editsThere);
    const from = Math.max(first, start.step, step - RecentStates.room(start.bytes));
    const total = Math.max(1, step - start.step);
    for (const share of this.goTo(branch, from, from === step ? editsThere : undefined))
      yield (share * (from - start.step)) / total;
    let editCount = start.editCount + edits.filter((placed) => placed.step <= from).length;
    for (let at = from; at < step; at++) {
      const { parameters, position } = this.trainer;
      const replay = { start, edits: edits.slice(0, editCount - start.editCount) };
      const going = { settings: settingsAt(replay), constraints: constraintsAt(replay) };
      this.#timeline.passingAgain(branch, { parameters, position, ...going }, editCount);
      this.trainer.steps(1);
      for (const placed of edits.filter((each) => each.step === at + 1)) {
        applyEdit(this.trainer, placed.edit);
        editCount++;
      }
      yield (at + 1 - start.step) / total;
    }
  }

  /**
   * Goes from step `first` to `last`; `pass` is called for every step between and has to take it, `edited` after each edit.
   *
   * @throws RangeError when the branch has no such steps
   */
  *walk(
    branch: number,
    { first, last }: { readonly first: number; readonly last: number },
    pass: (trainer: Trainer) => void,
    edited: (trainer: Trainer) => void = () => undefined,
  ): InTurns<void> {
    yield* this.goTo(branch, first);
    const edits = this.#timeline.editsBetween(branch, first, last);
    let next = 0;
    while (this.trainer.stepsDone < last) {
      pass(this.trainer);
      for (; edits[next]?.step === this.trainer.stepsDone; next++) {
        applyEdit(this.trainer, edits[next]!.edit);
        edited(this.trainer);
      }
      yield (this.trainer.stepsDone - first) / (last - first);
    }
  }

  *#stepTo(step: number, from: number, last: number): InTurns<void> {
    while (this.trainer.stepsDone < step) {
      this.trainer.steps(Math.min(STEPS_A_TURN, step - this.trainer.stepsDone));
      yield (this.trainer.stepsDone - from) / Math.max(1, last - from);
    }
  }
}
