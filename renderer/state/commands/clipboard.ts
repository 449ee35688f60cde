/** The system's clipboard: layers and notes as text, between windows too. */
import type { Command } from './command.ts';

export const clipboardCommands: readonly Command[] = [
  { id: 'edit.cut', group: 'Edit', title: 'Cut', keys: ['Ctrl+X'], run: (b) => void b.drawing.cut() },
  { id: 'edit.copy', group: 'Edit', title: 'Copy', keys: ['Ctrl+C'], run: (b) => void b.drawing.copy() },
  { id: 'edit.paste', group: 'Edit', title: 'Paste here', keys: ['Ctrl+V'], run: (b) => void b.drawing.paste() },
];
