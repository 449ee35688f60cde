/** Adds everything that can be dragged onto the canvas, in its middle. Made from the palette's items. */
import { blockItems } from '../../views/block-palette.ts';
import { paletteItems } from '../../views/palette.ts';
import { addInMiddle } from '../add-in-middle.ts';
import type { Command } from './command.ts';

export const drawCommands: readonly Command[] = [...paletteItems, ...blockItems].map((item): Command => ({
  ...{ id: `draw.${item.id}`, group: 'Edit', title: `Draw: ${item.title}`, keys: [], isInMenu: false },
  run: (b) => addInMiddle(b, item),
}));
