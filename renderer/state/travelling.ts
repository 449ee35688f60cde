/**
 * Undo and redo, one after another: training stands still for them, and brings back states that the history has not kept, which
 * can take a while and be given up.
 */
import type { Direction } from '../../core/document/history.ts';
import type { Editor } from './editor.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Run } from './run.svelte.ts';

const failed = (direction: Direction): string =>
  direction === 'undo' ? 'This was not undone' : 'This was not done again';

export class Travelling {
  readonly #editor: Editor;
  readonly #run: Run;
  readonly #notices: Notices;
  /** Never rejected: what goes wrong with one is told, and the next has its turn. */
  #queue: Promise<void> = Promise.resolve();

  constructor(editor: Editor, run: Run, notices: Notices) {
    this.#editor = editor;
    this.#run = run;
    this.#notices = notices;
  }

  /** One entry back or forth. */
  go(direction: Direction): Promise<void> {
    this.#queue = this.#queue
      .then(() => this.#go(direction))
      .catch((error: unknown) => {
        this.#notices.problem(`${failed(direction)}: ${error instanceof Error ? error.message : String(error)}`);
      });
    return this.#queue;
  }

  async #go(direction: Direction): Promise<void> {
    await this.#run.pause();
    this.#editor.endGesture();
    const { past } = this.#editor;
    const wanted = past.awaited(direction);
    if (wanted === 'nothing') return this.#editor.travel(direction);
    if (wanted === 'lost') return this.#cutOff(direction, 'The runs that it belongs to are no longer kept.');
    const { all } = past;
    const found = await this.#run.timeline.recall(wanted.place);
    if (found === 'no process') return this.#sayWhyNot(direction, wanted.place.step);
    if (found === 'given up' || found === 'told') return;
    if (past.all !== all) return; // something else was done meanwhile
    if ('lost' in found) return this.#cutOff(direction, found.lost);
    this.#editor.travel(direction, found);
  }

  #sayWhyNot(direction: Direction, step: number): void {
    const to = `${failed(direction)}: the training process, which computes step ${step} again for it, is not running.`;
    const { restart } = this.#run;
    if (restart) this.#notices.problem(`${to} Start it, then try again.`, { title: 'Start it', run: restart });
    else this.#notices.problem(`${to} Try again when it has started.`);
  }

  #cutOff(direction: Direction, why: string): void {
    this.#editor.past.cutOff(direction);
    const what = direction === 'undo' ? 'Nothing before this can be undone' : 'Nothing after this can be done again';
    this.#notices.problem(`${what}: ${why}`);
  }
}
