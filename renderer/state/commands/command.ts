import type { Workbench } from '../workbench.svelte.ts';

/** Something that can be done by name: by key, menu, button, palette and shortcut sheet. */
export interface Command {
  readonly id: string;
  readonly group: 'File' | 'Edit' | 'View' | 'Train' | 'Window' | 'Help';
  readonly title: string;
  /** As pressed: `Ctrl+Shift+Z`; Ctrl is Cmd on macOS. The first is the one that is shown. */
  readonly keys: readonly string[];
  readonly run: (bench: Workbench) => void;
}
