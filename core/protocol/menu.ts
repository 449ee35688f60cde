import { pictureTitles } from './picture-titles.ts';

/**
 * The application menu as data. Ids are those of the page's commands, all of which are here; keys are as the page names them,
 * shown here and handled there.
 */
export type MenuEntry =
  | 'separator'
  | { readonly role: 'quit' | 'togglefullscreen' | 'minimize' }
  | MenuCommand
  | { readonly label: string; readonly items: readonly MenuEntry[] };

export interface MenuCommand {
  readonly id: string;
  readonly label: string;
  readonly key?: string;
}

const command = (id: string, label: string, key?: string): MenuCommand => ({ id, label, ...(key ? { key } : {}) });

/** Saving and copying one picture in both formats. */
const picture = ([name, title]: readonly [name: string, title: string]): MenuEntry => ({
  label: `The ${title}`,
  items: [
    command(`picture.${name}.save.svg`, 'Save as SVG…'),
    command(`picture.${name}.save.png`, 'Save as PNG…'),
    command(`picture.${name}.copy.svg`, 'Copy as SVG'),
    command(`picture.${name}.copy.png`, 'Copy as PNG'),
  ],
});

const file: readonly MenuEntry[] = [
  command('file.new', 'New', 'Ctrl+N'),
  command('file.newWindow', 'New window', 'Ctrl+Shift+N'),
  command('file.open', 'Open…', 'Ctrl+O'),
  command('file.openData', 'Open data (CSV)…'),
  command('file.pasteData', 'Paste data…'),
  'separator',
  command('file.save', 'Save', 'Ctrl+S'),
  command('file.saveAs', 'Save as…', 'Ctrl+Shift+S'),
  'separator',
  command('file.importParameters', 'Import parameters…'),
  command('file.exportJson', 'Export parameters as JSON…'),
  command('file.exportCsv', 'Export parameters as CSV…'),
  command('file.exportSafetensors', 'Export parameters as safetensors…'),
  'separator',
  { label: 'Picture of', items: Object.entries(pictureTitles).map(picture) },
  'separator',
  { role: 'quit' },
];

const edit: readonly MenuEntry[] = [
  command('edit.undo', 'Undo', 'Ctrl+Z'),
  command('edit.redo', 'Redo', 'Ctrl+Shift+Z'),
  'separator',
  command('edit.cut', 'Cut', 'Ctrl+X'),
  command('edit.copy', 'Copy', 'Ctrl+C'),
  command('edit.paste', 'Paste', 'Ctrl+V'),
  command('edit.duplicate', 'Duplicate', 'Ctrl+D'),
  command('edit.delete', 'Delete', 'Delete'),
  'separator',
  command('edit.selectAll', 'Select all', 'Ctrl+A'),
  command('edit.selectNone', 'Select nothing', 'Escape'),
  'separator',
  command('edit.addLayer', 'Add a layer', 'Shift+A'),
  command('edit.addNote', 'Add a note', 'N'),
  command('edit.rename', 'Rename, or write in a note', 'F2'),
  'separator',
  {
    label: 'Nudge',
    items: [
      command('edit.left', 'Left', 'ArrowLeft'),
      command('edit.right', 'Right', 'ArrowRight'),
      command('edit.up', 'Up', 'ArrowUp'),
      command('edit.down', 'Down', 'ArrowDown'),
      'separator',
      command('edit.farLeft', 'Far left', 'Shift+ArrowLeft'),
      command('edit.farRight', 'Far right', 'Shift+ArrowRight'),
      command('edit.farUp', 'Far up', 'Shift+ArrowUp'),
      command('edit.farDown', 'Far down', 'Shift+ArrowDown'),
    ],
  },
];

const parameters: readonly MenuEntry[] = [
  command('parameters.freeze', 'Freeze or unfreeze', 'Ctrl+L'),
  command('parameters.tie', 'Tie: one value', 'Ctrl+T'),
  command('parameters.mirror', 'Tie, mirrored', 'Ctrl+Shift+T'),
  command('parameters.untie', 'Untie'),
  'separator',
  command('parameters.zero', 'Set to 0'),
  command('parameters.negate', 'Negate'),
  command('parameters.randomise', 'Randomise'),
];

const arrange: readonly MenuEntry[] = [
  command('arrange.group', 'Group', 'Ctrl+G'),
  command('arrange.ungroup', 'Ungroup', 'Ctrl+Shift+G'),
  command('arrange.layout', 'Tidy up the whole drawing', 'Ctrl+Shift+L'),
  'separator',
  command('arrange.left', 'Align left edges', 'Alt+A'),
  command('arrange.centre', 'Align centres', 'Alt+H'),
  command('arrange.right', 'Align right edges', 'Alt+D'),
  command('arrange.top', 'Align top edges', 'Alt+W'),
  command('arrange.middle', 'Align middles', 'Alt+V'),
  command('arrange.bottom', 'Align bottom edges', 'Alt+S'),
  command('arrange.across', 'Spread evenly across', 'Alt+Shift+H'),
  command('arrange.down', 'Spread evenly down', 'Alt+Shift+V'),
  'separator',
  command('arrange.expand', 'Show every neuron of the layer', 'E'),
  command('arrange.collapse', 'Show the layer as one block', 'Shift+E'),
  command('arrange.autoForm', 'Show the layer as suits its size'),
  'separator',
  command('arrange.addUnit', 'Add a neuron to the layer'),
  command('arrange.split', 'Split the neuron in two'),
  command('arrange.removeUnit', 'Delete the neuron', 'Shift+Delete'),
  command('arrange.insert', 'Add a neuron beside the edge'),
];

const view: readonly MenuEntry[] = [
  command('place.network', 'Network', 'Alt+1'),
  command('place.language', 'Language', 'Alt+2'),
  command('place.atlas', 'Atlas', 'Alt+3'),
  command('place.runs', 'Runs', 'Alt+R'),
  'separator',
  command('view.fit', 'Fit the network', 'Shift+1'),
  command('view.fitSelection', 'Fit the selection', 'Shift+2'),
  command('view.zoom100', 'Zoom to 100 %', 'Ctrl+0'),
  command('view.zoomIn', 'Zoom in', 'Ctrl++'),
  command('view.zoomOut', 'Zoom out', 'Ctrl+-'),
  'separator',
  command('view.select', 'Select with the pointer', 'V'),
  command('view.hand', 'Move the sheet with the pointer', 'H'),
  command('view.menu', 'Menu of the selection', 'Shift+F10'),
  'separator',
  command('view.largeMap', 'Large map', 'Ctrl+Shift+M'),
  command('view.neuronMaps', 'Maps in neurons'),
  command('view.heatmap', 'Weights of the connection'),
  command('view.minimap', 'Overview', 'M'),
  'separator',
  {
    label: 'Panels',
    items: [
      command('view.foldLeft', 'Fold the left panel'),
      command('view.foldRight', 'Fold the inspector'),
      command('view.foldBottom', 'Fold the panel below'),
      'separator',
      command('view.nextPanel', 'Next panel', 'F6'),
      command('view.lastPanel', 'Previous panel', 'Shift+F6'),
    ],
  },
  command('view.theme', 'Switch light and dark'),
  { role: 'togglefullscreen' },
];

const train: readonly MenuEntry[] = [
  command('train.runPause', 'Run or pause', 'F5'),
  command('train.runUntil', 'Run until the condition chosen last', 'F7'),
  'separator',
  command('train.step', 'One step', 'F10'),
  command('train.stepExample', 'One step on the next example alone', 'Ctrl+F10'),
  command('train.advance', 'Next phase of a step', 'F9'),
  'separator',
  command('train.stepBack', 'One step back', 'F8'),
  command('train.playBackward', 'Play backward, or stop', 'Shift+F8'),
  command('train.branch', 'New branch from this step', 'Ctrl+B'),
  'separator',
  command('train.reset', 'Reset to the same seed', 'Shift+F5'),
  command('train.newSeed', 'New seed', 'Shift+F9'),
];

const help: readonly MenuEntry[] = [
  command('help.commands', 'All commands', 'Ctrl+K'),
  command('help.shortcuts', 'Keyboard shortcuts', '?'),
  'separator',
  command('help.readme', 'Read me'),
  command('help.licences', 'Licences of what is inside'),
];

export const menu: readonly { readonly label: string; readonly items: readonly MenuEntry[] }[] = [
  { label: 'File', items: file },
  { label: 'Edit', items: edit },
  { label: 'Parameters', items: parameters },
  { label: 'Arrange', items: arrange },
  { label: 'View', items: view },
  { label: 'Train', items: train },
  { label: 'Help', items: help },
];

/** Every command of a menu, those of its submenus too. */
export function menuCommands(entries: readonly MenuEntry[]): MenuCommand[] {
  return entries.flatMap((entry) => {
    if (entry === 'separator' || 'role' in entry) return [];
    return 'items' in entry ? menuCommands(entry.items) : [entry];
  });
}
