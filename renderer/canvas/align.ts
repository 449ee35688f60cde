/** Where items go when they are put in line or spread evenly: new centres from their boxes. */
import type { Box, Point } from './geometry.ts';

export const alignments = ['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const;
export type Alignment = (typeof alignments)[number];

interface Placed {
  readonly id: string;
  readonly box: Box;
}

type Places = Map<string, Point>;

const centreX = ({ left, right }: Box): number => (left + right) / 2;
const centreY = ({ top, bottom }: Box): number => (top + bottom) / 2;

/** One edge, or the middle, of every item on one line: that of the outermost item, or of the middle of all. */
export function align(items: readonly Placed[], to: Alignment): Places {
  const lowest = (side: 'left' | 'top'): number => Math.min(...items.map(({ box }) => box[side]));
  const highest = (side: 'right' | 'bottom'): number => Math.max(...items.map(({ box }) => box[side]));
  const shift: Readonly<Record<Alignment, (box: Box) => readonly [dx: number, dy: number]>> = {
    left: (box) => [lowest('left') - box.left, 0],
    centre: (box) => [(lowest('left') + highest('right')) / 2 - centreX(box), 0],
    right: (box) => [highest('right') - box.right, 0],
    top: (box) => [0, lowest('top') - box.top],
    middle: (box) => [0, (lowest('top') + highest('bottom')) / 2 - centreY(box)],
    bottom: (box) => [0, highest('bottom') - box.bottom],
  };
  return new Map(
    items.map(({ id, box }) => {
      const [dx, dy] = shift[to](box);
      return [id, { x: centreX(box) + dx, y: centreY(box) + dy }];
    }),
  );
}

/** Equal gaps between neighbours, side by side or one below the other, within the box of all. */
export function distribute(items: readonly Placed[], along: 'x' | 'y'): Places {
  const [low, high] = along === 'x' ? (['left', 'right'] as const) : (['top', 'bottom'] as const);
  const ordered = [...items].sort((a, b) => a.box[low] + a.box[high] - b.box[low] - b.box[high]);
  const taken = ordered.reduce((sum, { box }) => sum + box[high] - box[low], 0);
  const start = Math.min(...ordered.map(({ box }) => box[low]));
  const end = Math.max(...ordered.map(({ box }) => box[high]));
  const gap = (end - start - taken) / Math.max(1, ordered.length - 1);
  let at = start;
  return new Map(
    ordered.map(({ id, box }) => {
      const size = box[high] - box[low];
      const middle = at + size / 2;
      at += size + gap;
      return [id, along === 'x' ? { x: middle, y: centreY(box) } : { x: centreX(box), y: middle }];
    }),
  );
}
