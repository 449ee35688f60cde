/** What is done with files. */
import { host } from '../../platform/host.ts';
import type { Command } from './command.ts';

export const fileCommands: readonly Command[] = [
  {
    id: 'file.new',
    group: 'File',
    title: 'New, from the worked network',
    keys: ['Ctrl+N'],
    run: (b) => void b.openPreset('worked'),
  },
  {
    id: 'file.newWindow',
    group: 'File',
    title: 'New window',
    keys: ['Ctrl+Shift+N'],
    run: () => void host.openWindow({}),
  },
  {
    id: 'file.open',
    group: 'File',
    title: 'Open a project, data or parameters',
    keys: ['Ctrl+O'],
    run: (b) => void b.files.open('any'),
  },
  { id: 'file.openData', group: 'File', title: 'Open data (CSV)', keys: [], run: (b) => void b.files.open('data') },
  {
    id: 'file.pasteData',
    group: 'File',
    title: 'Paste data as text',
    keys: [],
    run: (b) => (b.sheet = 'paste'),
  },
  { id: 'file.save', group: 'File', title: 'Save', keys: ['Ctrl+S'], run: (b) => void b.files.save() },
  { id: 'file.saveAs', group: 'File', title: 'Save as', keys: ['Ctrl+Shift+S'], run: (b) => void b.files.save(true) },
  {
    id: 'file.importParameters',
    group: 'File',
    title: 'Import parameters',
    keys: [],
    run: (b) => void b.files.open('parameters'),
  },
  {
    id: 'file.exportJson',
    group: 'File',
    title: 'Export parameters as JSON',
    keys: [],
    run: (b) => void b.files.exportAs('json'),
  },
  {
    id: 'file.exportCsv',
    group: 'File',
    title: 'Export parameters as CSV',
    keys: [],
    run: (b) => void b.files.exportAs('csv'),
  },
  {
    id: 'file.exportSafetensors',
    group: 'File',
    title: 'Export parameters as safetensors',
    keys: [],
    run: (b) => void b.files.exportAs('safetensors'),
  },
];
