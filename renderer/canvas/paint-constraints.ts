/** Marks on edges that training is held to: a padlock where a weight is frozen, a sign of equality where it is tied. */
import { isFrozen, rangeOf } from '../../core/document/constraints.ts';
import type { Constraint, Constraints, Table } from '../../core/document/document.ts';
import type { Palette } from '../theme/theme.svelte.ts';
import { pointOnEdge, type EdgeList } from './edge-list.ts';

/** Where along an edge its mark stands: clear of its name and of both ends. */
const SHARE = 0.74;
/** More marks than this and nobody could tell them apart. */
const MOST_MARKS = 600;

export type Mark = 'frozen' | 'tied' | 'mirrored' | 'ranged';

/** What each edge's weight is held to, by edge key `weight id:entry`; edges that are free are left out. */
export function marksOf({ constraints, ties }: Constraints): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const id of Object.keys(constraints)) {
    const length = lengthOf(constraints, id);
    for (let index = 0; index < length; index++) {
      const { minimum, maximum } = rangeOf(constraints, { id, index });
      if (isFrozen(constraints, { id, index })) marks.set(`${id}:${index}`, 'frozen');
      else if (minimum > -Infinity || maximum < Infinity) marks.set(`${id}:${index}`, 'ranged');
    }
  }
  for (const { members } of Object.values(ties)) {
    for (const { id, index, sign } of members) {
      if (marks.get(`${id}:${index}`) !== 'frozen') marks.set(`${id}:${index}`, sign === 1 ? 'tied' : 'mirrored');
    }
  }
  return marks;
}

const lengthOf = (constraints: Table<Constraint>, id: string): number => {
  const { frozen, minimum, maximum } = constraints[id]!;
  return (frozen ?? minimum ?? maximum)?.length ?? 0;
};

/** Paints in canvas units, over edges that have just been painted. */
export function paintConstraints(
  context: CanvasRenderingContext2D,
  edges: EdgeList,
  marks: ReadonlyMap<string, Mark>,
  palette: Palette,
): void {
  if (marks.size === 0) return;
  let painted = 0;
  context.globalAlpha = 1;
  context.setLineDash([]);
  for (let edge = 0; edge < edges.count && painted < MOST_MARKS; edge++) {
    const mark = marks.get(`${edges.weightIds[edges.connection[edge]!]!}:${edges.entry[edge]!}`);
    if (!mark) continue;
    painted++;
    const { x, y } = pointOnEdge(edges, edge, SHARE);
    paintMark(context, mark, x, y, palette);
  }
}

/** A disc of 16 units with the mark in it, so that it reads on any line. */
function paintMark(context: CanvasRenderingContext2D, mark: Mark, x: number, y: number, palette: Palette): void {
  context.fillStyle = palette.ground;
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.arc(x, y, 8, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.lineWidth = 1.4;
  context.fillStyle = palette.muted;
  context.beginPath();
  if (mark === 'frozen') {
    context.roundRect(x - 3.6, y - 0.8, 7.2, 5.2, 1);
    context.fill();
    context.beginPath();
    context.arc(x, y - 1.2, 2.3, Math.PI, 2 * Math.PI);
    context.stroke();
  } else if (mark === 'ranged') {
    context.moveTo(x - 4, y - 3.5);
    context.lineTo(x - 4, y + 3.5);
    context.moveTo(x + 4, y - 3.5);
    context.lineTo(x + 4, y + 3.5);
    context.moveTo(x - 4, y);
    context.lineTo(x + 4, y);
    context.stroke();
  } else {
    context.moveTo(x - 3.6, y - 1.8);
    context.lineTo(x + 3.6, y - 1.8);
    context.moveTo(x - 3.6, y + 1.8);
    context.lineTo(x + 3.6, y + 1.8);
    context.stroke();
    if (mark === 'mirrored') paintMinus(context, x, y, palette);
  }
}

/** A small minus on the rim: the negative of what it is tied to. */
function paintMinus(context: CanvasRenderingContext2D, x: number, y: number, palette: Palette): void {
  context.fillStyle = palette.ground;
  context.beginPath();
  context.arc(x + 7, y - 7, 5, 0, 2 * Math.PI);
  context.fill();
  context.lineWidth = 1;
  context.stroke();
  context.lineWidth = 1.4;
  context.beginPath();
  context.moveTo(x + 4.6, y - 7);
  context.lineTo(x + 9.4, y - 7);
  context.stroke();
}
