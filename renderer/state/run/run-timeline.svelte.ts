/** Every step of a run can be gone back to: visits, scrubbing, playing backward, and runs that leave from a step of the past. */
import { STATE_NOT_KEPT } from '../../../core/document/state-not-kept.ts';
import type { RecalledState, TrainingPlace } from '../../../core/document/training-place.ts';
import { RemoteError } from '../../../core/protocol/errors.ts';
import type { StepTrace } from '../../../core/training/step-trace.ts';
import type { Editor } from '../editor.svelte.ts';
import type { Exchange } from './exchange.ts';
import type { KnownRun } from './known-run.svelte.ts';
import type { TrainerLink } from './trainer-link.ts';

/** A whole run backward takes this long, or a frame a step where it has fewer of them. */
const PLAY_BACK_MS = 6000;

/**
 * What became of asking for a state: `told` = trouble that people were told of; `no process` = there is none, or it died over it;
 * lost = it is not kept any more, for this reason.
 */
export type Recalled = RecalledState | 'given up' | 'told' | 'no process' | { readonly lost: string };

export class RunTimeline {
  isPlayingBack = $state(false);

  readonly #known: KnownRun;
  readonly #link: TrainerLink;
  readonly #exchange: Exchange;
  readonly #editor: Editor;
  #isScrubbing = false;
  /** Where the person wants to be next; only the newest wish counts. */
  #wish: { branch: number; step: number } | null = null;

  constructor(known: KnownRun, link: TrainerLink, exchange: Exchange, editor: Editor) {
    this.#known = known;
    this.#link = link;
    this.#exchange = exchange;
    this.#editor = editor;
  }

  /** Goes to a step of a run: parameters, optimizer state and place are those of the first visit, bit for bit. */
  visit(step: number, branch = this.#known.branches.currentId): Promise<void> {
    const isWaiting = this.#wish !== null;
    this.#wish = { branch, step };
    if (isWaiting) {
      this.#link.giveUp(); // a long way to somewhere else
      return this.#link.idle;
    }
    return this.#pause().then(() =>
      this.#link
        .enqueue(async (client) => {
          if (!(await this.#exchange.sync())) return;
          while (this.#wish) {
            const wish: { branch: number; step: number } = this.#wish;
            this.#editor.beginTraining('Visit');
            const what = `Going to step ${wish.step} …`;
            const frame = await this.#link.asJob(what, (job) => client.visit({ ...wish, job }));
            if (frame) this.#exchange.takeState(frame); // else it was given up, and has not moved
            if (this.#wish === wish) this.#wish = null;
          }
          if (!this.#isScrubbing) this.#editor.endTraining();
        })
        .finally(() => (this.#wish = null)),
    );
  }

  #pause(): Promise<void> {
    return this.#link.enqueue((client) => this.#exchange.pause(client));
  }

  /** Visits until `endScrub` are one entry of the history. */
  beginScrub(): void {
    this.#isScrubbing = true;
  }

  endScrub(): Promise<void> {
    this.#isScrubbing = false;
    return this.#link.enqueue(() => Promise.resolve(this.#editor.endTraining()));
  }

  /** Plays the run backward from here to its first step, or stops doing so. */
  async playBackward(): Promise<void> {
    this.isPlayingBack = !this.isPlayingBack;
    if (!this.isPlayingBack) return;
    this.beginScrub();
    const known = this.#known;
    const from = known.step;
    const started = performance.now();
    while (this.isPlayingBack && known.step > known.branches.range.first) {
      const { first } = known.branches.range;
      const share = Math.min(1, (performance.now() - started) / PLAY_BACK_MS);
      const before = known.step;
      await this.visit(Math.max(first, Math.min(before - 1, Math.round(from + (first - from) * share))));
      await new Promise(requestAnimationFrame);
      if (known.step >= before) break; // it was refused, and said so
    }
    this.isPlayingBack = false;
    await this.endScrub();
  }

  /** One update back. */
  async stepBack(): Promise<void> {
    if (this.#known.isOfAnotherNetwork) await this.#exchange.prepare(); // its run begins here
    const { first } = this.#known.branches.range;
    const at = this.#wish?.step ?? this.#known.step;
    if (at > first) await this.visit(at - 1);
  }

  /** What the last update was made of, from the training process; null where there is none. */
  async traceStep(): Promise<StepTrace | null> {
    let trace: StepTrace | null = null;
    await this.#link.enqueue(async (client) => {
      if (!this.#known.sent || this.#known.phase !== 'ready') return;
      const what = 'Doing the last update again …';
      trace = await this.#link.asJob(what, (job) => client.traceStep({ job }));
    });
    return trace;
  }

  /** A state that training passed through. What fails otherwise is told of like any exchange that fails. */
  async recall(place: TrainingPlace): Promise<Recalled> {
    const found: Recalled[] = [];
    await this.#link.enqueue(async (client) => {
      const isOther = this.#known.sent === null || this.#known.isOfAnotherNetwork;
      try {
        if (isOther && !(await this.#exchange.sync())) return void found.push('told');
        const what = `Going back to step ${place.step} …`;
        found.push((await this.#link.asJob(what, (job) => client.recall({ ...place, job }))) ?? 'given up');
      } catch (error) {
        if (error instanceof RemoteError && error.code === STATE_NOT_KEPT)
          return void found.push({ lost: error.message });
        if (this.#link.client !== client) return; // the process is gone
        found.push('told');
        throw error;
      }
    });
    return found[0] ?? 'no process';
  }

  /** Begins a run at the present step, without an edit. */
  fork(): Promise<void> {
    return this.#pause().then(() =>
      this.#link.enqueue(async (client) => {
        if (await this.#exchange.sync()) this.#known.branches.follow((await client.fork({})).branch);
      }),
    );
  }

  /** Gives up what a run alone has kept, unless it is the one in use. */
  releaseBranch(branch: number): Promise<void> {
    return this.#link.enqueue(async (client) => {
      if (await this.#exchange.sync()) await client.releaseBranch({ branch });
    });
  }
}
