/** Where things stand, and what belongs together. */
import {
  addUnit,
  alignSelection,
  distributeSelection,
  formSelection,
  insertOnSelectedEdge,
  layOut,
  removeSelectedUnit,
  splitSelectedUnit,
} from '../arranging.ts';
import type { Command } from './command.ts';

const arrange = (id: string, title: string, key: string | null, run: Command['run']): Command => ({
  id: `arrange.${id}`,
  group: 'Arrange',
  title,
  keys: key === null ? [] : [key],
  run,
});

export const arrangeCommands: readonly Command[] = [
  arrange('group', 'Group', 'Ctrl+G', (b) => b.drawing.group()),
  arrange('ungroup', 'Ungroup', 'Ctrl+Shift+G', (b) => b.drawing.ungroup()),
  arrange('layout', 'Tidy up the whole drawing', 'Ctrl+Shift+L', layOut),
  arrange('left', 'Align left edges', 'Alt+A', (b) => alignSelection(b, 'left')),
  arrange('centre', 'Align centres', 'Alt+H', (b) => alignSelection(b, 'centre')),
  arrange('right', 'Align right edges', 'Alt+D', (b) => alignSelection(b, 'right')),
  arrange('top', 'Align top edges', 'Alt+W', (b) => alignSelection(b, 'top')),
  arrange('middle', 'Align middles', 'Alt+V', (b) => alignSelection(b, 'middle')),
  arrange('bottom', 'Align bottom edges', 'Alt+S', (b) => alignSelection(b, 'bottom')),
  arrange('across', 'Spread evenly across', 'Alt+Shift+H', (b) => distributeSelection(b, 'x')),
  arrange('down', 'Spread evenly down', 'Alt+Shift+V', (b) => distributeSelection(b, 'y')),
  arrange('expand', 'Show every neuron of the layer', 'E', (b) => formSelection(b, 'units')),
  arrange('collapse', 'Show the layer as one block', 'Shift+E', (b) => formSelection(b, 'block')),
  arrange('autoForm', 'Show the layer as suits its size', null, (b) => formSelection(b, 'auto')),
  arrange('addUnit', 'Add a neuron to the layer', null, addUnit),
  arrange('split', 'Split the neuron in two', null, splitSelectedUnit),
  arrange('removeUnit', 'Delete the neuron', 'Shift+Delete', removeSelectedUnit),
  arrange('insert', 'Add a neuron beside the edge', null, insertOnSelectedEdge),
];
