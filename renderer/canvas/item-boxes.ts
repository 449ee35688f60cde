/** The boxes of what lies on the canvas, in canvas units: layers, notes, groups, and several of them together. */
import type { Group, Layer, NetworkDocument, Note } from '../../core/document/document.ts';
import { layerBox, union, type Box } from './geometry.ts';

/** Space between a group's members and its frame; above, for the names of its layers. */
const GROUP_SPACE = { side: 24, top: 44, bottom: 32 } as const;

export const noteBox = ({ x, y, width, height }: Note): Box => ({
  left: x - width / 2,
  top: y - height / 2,
  right: x + width / 2,
  bottom: y + height / 2,
});

export function boxOfItems(layers: readonly Layer[], notes: readonly Note[]): Box | null {
  return union([...layers.map(layerBox), ...notes.map(noteBox)]);
}

type Items = Pick<NetworkDocument, 'layers' | 'notes'>;

/** The box of one layer or note; null when it is not there. */
export function itemBox({ layers, notes }: Items, id: string): Box | null {
  const layer = layers[id];
  const note = notes[id];
  return layer ? layerBox(layer) : note ? noteBox(note) : null;
}

/** Where a group's frame is drawn. */
export function groupBox(items: Items, { members }: Group): Box | null {
  const inner = union(members.flatMap((id) => itemBox(items, id) ?? []));
  if (!inner) return null;
  const { side, top, bottom } = GROUP_SPACE;
  return { left: inner.left - side, top: inner.top - top, right: inner.right + side, bottom: inner.bottom + bottom };
}
