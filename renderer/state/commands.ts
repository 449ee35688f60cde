/** Everything that can be done by name: keys, menu, buttons and the shortcut sheet all come from this one table. */
import type { Workbench } from './workbench.svelte.ts';
import { host } from '../platform/host.ts';

export interface Command {
  readonly id: string;
  readonly group: 'File' | 'Edit' | 'View' | 'Train' | 'Help';
  readonly title: string;
  /** As pressed: `Ctrl+Shift+Z`; Ctrl is Cmd on macOS. The first is the one that is shown. */
  readonly keys: readonly string[];
  readonly run: (bench: Workbench) => void;
}

const randomSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000;

export const commands: readonly Command[] = [
  {
    id: 'file.new',
    group: 'File',
    title: 'New, from the worked network',
    keys: ['Ctrl+N'],
    run: (b) => b.openPreset('worked'),
  },
  {
    id: 'file.open',
    group: 'File',
    title: 'Open a project, data or parameters',
    keys: ['Ctrl+O'],
    run: (b) => void b.files.open('any'),
  },
  { id: 'file.openData', group: 'File', title: 'Open data (CSV)', keys: [], run: (b) => void b.files.open('data') },
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
  { id: 'edit.undo', group: 'Edit', title: 'Undo', keys: ['Ctrl+Z'], run: (b) => void b.travel('undo') },
  {
    id: 'edit.redo',
    group: 'Edit',
    title: 'Redo',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    run: (b) => void b.travel('redo'),
  },
  { id: 'edit.duplicate', group: 'Edit', title: 'Duplicate', keys: ['Ctrl+D'], run: (b) => b.duplicateSelection() },
  { id: 'edit.delete', group: 'Edit', title: 'Delete', keys: ['Delete', 'Backspace'], run: (b) => b.deleteSelection() },
  { id: 'edit.selectAll', group: 'Edit', title: 'Select all', keys: ['Ctrl+A'], run: (b) => b.selectAll() },
  { id: 'edit.selectNone', group: 'Edit', title: 'Select nothing', keys: ['Escape'], run: (b) => b.selection.clear() },
  { id: 'edit.left', group: 'Edit', title: 'Nudge left', keys: ['ArrowLeft'], run: (b) => b.nudge(-10, 0) },
  { id: 'edit.right', group: 'Edit', title: 'Nudge right', keys: ['ArrowRight'], run: (b) => b.nudge(10, 0) },
  { id: 'edit.up', group: 'Edit', title: 'Nudge up', keys: ['ArrowUp'], run: (b) => b.nudge(0, -10) },
  { id: 'edit.down', group: 'Edit', title: 'Nudge down', keys: ['ArrowDown'], run: (b) => b.nudge(0, 10) },
  {
    id: 'edit.farLeft',
    group: 'Edit',
    title: 'Nudge far left',
    keys: ['Shift+ArrowLeft'],
    run: (b) => b.nudge(-100, 0),
  },
  {
    id: 'edit.farRight',
    group: 'Edit',
    title: 'Nudge far right',
    keys: ['Shift+ArrowRight'],
    run: (b) => b.nudge(100, 0),
  },
  { id: 'edit.farUp', group: 'Edit', title: 'Nudge far up', keys: ['Shift+ArrowUp'], run: (b) => b.nudge(0, -100) },
  {
    id: 'edit.farDown',
    group: 'Edit',
    title: 'Nudge far down',
    keys: ['Shift+ArrowDown'],
    run: (b) => b.nudge(0, 100),
  },
  { id: 'view.fit', group: 'View', title: 'Fit the network', keys: ['Shift+1'], run: (b) => b.fit() },
  { id: 'view.zoom100', group: 'View', title: 'Zoom to 100 %', keys: ['Ctrl+0'], run: (b) => b.camera.zoomTo(1) },
  {
    id: 'view.zoomIn',
    group: 'View',
    title: 'Zoom in',
    keys: ['Ctrl++', 'Ctrl+='],
    run: (b) => b.camera.zoomTo(b.camera.zoom * 1.25),
  },
  {
    id: 'view.zoomOut',
    group: 'View',
    title: 'Zoom out',
    keys: ['Ctrl+-'],
    run: (b) => b.camera.zoomTo(b.camera.zoom / 1.25),
  },
  {
    id: 'view.theme',
    group: 'View',
    title: 'Switch light and dark',
    keys: [],
    run: (b) => {
      b.chooseTheme(b.theme.shown === 'dark' ? 'light' : 'dark');
      void host.setTheme({ theme: b.theme.choice });
    },
  },
  {
    id: 'train.runPause',
    group: 'Train',
    title: 'Run or pause',
    keys: ['F5', 'Ctrl+Enter'],
    run: (b) => void b.run.toggle(),
  },
  { id: 'train.step', group: 'Train', title: 'One step', keys: ['F10'], run: (b) => void b.run.stepOnce() },
  {
    id: 'train.advance',
    group: 'Train',
    title: 'Next phase: forward, loss, backward, update',
    keys: ['F9'],
    run: (b) => void b.run.advance(),
  },
  {
    id: 'train.reset',
    group: 'Train',
    title: 'Reset to the same seed',
    keys: ['Shift+F5'],
    run: (b) => void b.reset('same'),
  },
  {
    id: 'train.newSeed',
    group: 'Train',
    title: 'New seed',
    keys: ['Shift+F9'],
    run: (b) => void b.reset(randomSeed()),
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

export function runCommand(bench: Workbench, id: string): void {
  commands.find((command) => command.id === id)?.run(bench);
}

/** `Ctrl+Shift+Z` for what was pressed. A character that needs Shift itself (`?`, `+`) is named without it. */
export function keyOf(event: KeyboardEvent): string {
  const needsShift = event.key.length === 1 && !/[a-z0-9]/i.test(event.key);
  const key = /^Digit\d$/.test(event.code)
    ? event.code.slice(5)
    : event.key.length === 1
      ? event.key.toUpperCase()
      : event.key;
  return [
    ...(event.ctrlKey || event.metaKey ? ['Ctrl'] : []),
    ...(event.altKey ? ['Alt'] : []),
    ...(event.shiftKey && !needsShift ? ['Shift'] : []),
    needsShift ? event.key : key,
  ].join('+');
}

/** Keys that belong to what has the focus: typing, and the arrows and Enter of a control. */
function isTaken(event: KeyboardEvent, key: string): boolean {
  const element = event.target instanceof HTMLElement ? event.target : null;
  if (!element) return false;
  if (element.closest('dialog, [role="menu"]')) return true;
  const isTyping = element.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
  if (isTyping) return !/^(F\d+|Shift\+F\d+|Ctrl\+(S|O|N|Enter|Shift\+S))$/.test(key);
  const isOnCanvas = element.closest('[data-panel="canvas"]') !== null || element === document.body;
  return !isOnCanvas && /^(Shift\+)?(Arrow\w+|Delete|Backspace)$/.test(key);
}

/** The command for a pressed key, if the focus leaves it to the window. */
export function commandFor(event: KeyboardEvent): Command | null {
  const key = keyOf(event);
  if (isTaken(event, key)) return null;
  return commands.find(({ keys }) => keys.includes(key)) ?? null;
}
