/**
 * Walks a run's past with a trainer of its own, in turns: the run itself stays where it stands. Each `yield` is a place to do
 * something else, with the share of the way that is done, 0 .. 1.
 */
import type { PlacedEdit, Timeline } from './timeline.ts';
import { Trainer, type TrainerSetup } from './trainer.ts';

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

  /** Comes to the very state of a step. @throws RangeError when the branch has no such step */
  *goTo(branch: number, step: number): InTurns<void> {
    const { start, edits } = this.#timeline.replay(branch, step);
    const from = start.position.step;
    this.trainer.constrain(start.constraints);
    this.trainer.restore(start.parameters, start.position, start.settings);
    for (const placed of edits) {
      yield* this.#stepTo(placed.step, from, step);
      this.#apply(placed);
    }
    yield* this.#stepTo(step, from, step);
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
        this.#apply(edits[next]!);
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

  #apply({ edit }: PlacedEdit): void {
    if (edit.kind === 'parameters') this.trainer.setParameters(edit.parameters);
    else if (edit.kind === 'constraints') this.trainer.constrain(edit.constraints);
    else this.trainer.configure(edit.settings);
  }
}
