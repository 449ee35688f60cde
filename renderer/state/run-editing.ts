/** What people do to runs as such: name, pin and delete them, each an entry of the history like any other edit. */
import type { RunBranch } from './branches.svelte.ts';
import type { Editor } from './editor.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import type { Run } from './run.svelte.ts';

export class RunEditing {
  readonly #editor: Editor;
  readonly #run: Run;
  readonly #notices: Notices;

  constructor(editor: Editor, run: Run, notices: Notices) {
    this.#editor = editor;
    this.#run = run;
    this.#notices = notices;
  }

  rename(run: RunBranch, name: string): void {
    const before = run.name;
    if (name === before) return;
    const call = (wanted: string): void => void (run.name = wanted);
    this.#editor.record(`rename ${before}`, { undo: () => call(before), redo: () => call(name) });
    call(name);
  }

  /** Pins, or unpins. */
  togglePin(run: RunBranch): void {
    const turn = (): void => void (run.isPinned = !run.isPinned);
    this.#editor.record(`${run.isPinned ? 'unpin' : 'pin'} ${run.name}`, { undo: turn, redo: turn });
    turn();
  }

  /** What it alone has kept is given up; undo shows it again, and its steps are computed from where it left. */
  remove(run: RunBranch): void {
    const give = (): void => {
      run.isDeleted = true;
      void this.#run.timeline.releaseBranch(run.id);
    };
    this.#editor.record(`delete ${run.name}`, { undo: () => void (run.isDeleted = false), redo: give });
    give();
    this.#notices.done(`Deleted ${run.name}. Undo (Ctrl+Z) brings it back.`);
  }
}
