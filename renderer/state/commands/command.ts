import type { Workbench } from '../workbench.svelte.ts';

/** In the order in which they are listed. */
export const commandGroups = ['Train', 'Edit', 'Arrange', 'View', 'File', 'Window', 'Help'] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Something that can be done by name: by key, menu, button, palette and shortcut sheet. */
export interface Command {
  readonly id: string;
  readonly group: CommandGroup;
  readonly title: string;
  /** As pressed: `Ctrl+Shift+Z`; Ctrl is Cmd on macOS. The first is the one that is shown. */
  readonly keys: readonly string[];
  /** Whether the application menu has it; yes unless said. Those made from registries have menus of their own in the window. */
  readonly isInMenu?: false;
  readonly run: (bench: Workbench) => void;
}
