/**
 * Undo and redo, one after another: training stands still for them, and brings back states that the history has not kept, which
 * can take a while and be given up.
 */
import type { Direction } from '../../core/document/history.ts';
import type { RecalledState } from '../../core/document/training-place.ts';
import type { Editor } from './editor.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Run } from './run.svelte.ts';

export class Travelling {
  readonly #editor: Editor;
  readonly #run: Run;
  readonly #notices: Notices;
  #queue: Promise<void> = Promise.resolve();

  constructor(editor: Editor, run: Run, notices: Notices) {
    this.#editor = editor;
    this.#run = run;
    this.#notices = notices;
  }

  /** One entry back or forth. */
  go(direction: Direction): Promise<void> {
    this.#queue = this.#queue.then(() => this.#go(direction));
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
    let lost: string | null = null;
    const state: RecalledState | null = await this.#run.timeline.recall(wanted.place, (why) => (lost = why));
    if (past.all !== all) return; // something else was done meanwhile
    if (lost !== null) return this.#cutOff(direction, lost);
    if (state) this.#editor.travel(direction, state);
  }

  #cutOff(direction: Direction, why: string): void {
    this.#editor.past.cutOff(direction);
    const what = direction === 'undo' ? 'Nothing before this can be undone' : 'Nothing after this can be done again';
    this.#notices.problem(`${what}: ${why}`);
  }
}
