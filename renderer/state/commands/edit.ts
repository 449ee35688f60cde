/** What changes the drawing or the selection. */
import type { Command } from './command.ts';

export const editCommands: readonly Command[] = [
  { id: 'edit.undo', group: 'Edit', title: 'Undo', keys: ['Ctrl+Z'], run: (b) => void b.travel('undo') },
  {
    id: 'edit.redo',
    group: 'Edit',
    title: 'Redo',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    run: (b) => void b.travel('redo'),
  },
  {
    id: 'edit.rename',
    group: 'Edit',
    title: 'Rename, or write in a note',
    keys: ['F2'],
    run: (b) => b.drawing.rename(),
  },
  {
    id: 'edit.addLayer',
    group: 'Edit',
    title: 'Add a layer here',
    keys: ['Shift+A'],
    run: (b) => b.drawing.addLayer(),
  },
  { id: 'edit.addNote', group: 'Edit', title: 'Add a note here', keys: ['N'], run: (b) => b.drawing.addNote() },
  { id: 'edit.duplicate', group: 'Edit', title: 'Duplicate', keys: ['Ctrl+D'], run: (b) => b.drawing.duplicate() },
  { id: 'edit.delete', group: 'Edit', title: 'Delete', keys: ['Delete', 'Backspace'], run: (b) => b.deleteSelection() },
  { id: 'edit.selectAll', group: 'Edit', title: 'Select all', keys: ['Ctrl+A'], run: (b) => b.selectAll() },
  { id: 'edit.selectNone', group: 'Edit', title: 'Select nothing', keys: ['Escape'], run: (b) => b.selection.clear() },
  { id: 'edit.left', group: 'Edit', title: 'Nudge left', keys: ['ArrowLeft'], run: (b) => b.drawing.nudge(-10, 0) },
  { id: 'edit.right', group: 'Edit', title: 'Nudge right', keys: ['ArrowRight'], run: (b) => b.drawing.nudge(10, 0) },
  { id: 'edit.up', group: 'Edit', title: 'Nudge up', keys: ['ArrowUp'], run: (b) => b.drawing.nudge(0, -10) },
  { id: 'edit.down', group: 'Edit', title: 'Nudge down', keys: ['ArrowDown'], run: (b) => b.drawing.nudge(0, 10) },
  {
    id: 'edit.farLeft',
    group: 'Edit',
    title: 'Nudge far left',
    keys: ['Shift+ArrowLeft'],
    run: (b) => b.drawing.nudge(-100, 0),
  },
  {
    id: 'edit.farRight',
    group: 'Edit',
    title: 'Nudge far right',
    keys: ['Shift+ArrowRight'],
    run: (b) => b.drawing.nudge(100, 0),
  },
  {
    id: 'edit.farUp',
    group: 'Edit',
    title: 'Nudge far up',
    keys: ['Shift+ArrowUp'],
    run: (b) => b.drawing.nudge(0, -100),
  },
  {
    id: 'edit.farDown',
    group: 'Edit',
    title: 'Nudge far down',
    keys: ['Shift+ArrowDown'],
    run: (b) => b.drawing.nudge(0, 100),
  },
];
