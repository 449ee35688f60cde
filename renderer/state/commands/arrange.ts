/** Where things stand, and what belongs together. */
import type { Command } from './command.ts';

export const arrangeCommands: readonly Command[] = [
  { id: 'arrange.group', group: 'Arrange', title: 'Group', keys: ['Ctrl+G'], run: (b) => b.drawing.group() },
  {
    id: 'arrange.ungroup',
    group: 'Arrange',
    title: 'Ungroup',
    keys: ['Ctrl+Shift+G'],
    run: (b) => b.drawing.ungroup(),
  },
];
