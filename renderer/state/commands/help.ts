/** Where to read on. */
import type { Command } from './command.ts';

export const helpCommands: readonly Command[] = [
  {
    id: 'help.commands',
    group: 'Help',
    title: 'All commands',
    keys: ['Ctrl+K', 'Ctrl+Shift+P'],
    run: (b) => (b.sheet = 'palette'),
  },
  {
    id: 'help.shortcuts',
    group: 'Help',
    title: 'Keyboard shortcuts',
    keys: ['?', 'F1'],
    run: (b) => (b.sheet = 'shortcuts'),
  },
  { id: 'help.readme', group: 'Help', title: 'Read me', keys: [], run: (b) => b.openHelp('readme') },
  {
    id: 'help.licences',
    group: 'Help',
    title: 'Licences of what is inside',
    keys: [],
    run: (b) => b.openHelp('licences'),
  },
];
