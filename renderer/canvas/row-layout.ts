/**
 * Puts a language model into rows as presets are drawn: what leads to the stream first, then a row for every second residual add,
 * its blocks above the line, then what reads the stream. Text is read the same way.
 */
import { topologicalOrder } from '../../core/compile/acyclic.ts';
import type { Connection, Layer, Table } from '../../core/document/document.ts';
import { layerBox, snap, union, type Point } from './geometry.ts';

/** Between two layers of a row; down to the next row; and how far blocks stand above the line. */
const GAP = 26;
const ROW = 90;
const ABOVE = 40;

export function rowLayout(layers: Table<Layer>, connections: Table<Connection>): Map<string, Point> {
  const all = Object.values(layers);
  const places = new Map<string, Point>();
  let y = 0;
  rowsOf(topologicalOrder(all, Object.values(connections))).forEach((row, i) => {
    const hasLine = row.some(({ kind }) => kind === 'add');
    const sizes = row.map((layer) => {
      const box = layerBox(layer);
      return { width: box.right - box.left, height: box.bottom - box.top };
    });
    const height = Math.max(...sizes.map((size) => size.height));
    if (i > 0) y += Math.max(ROW, height + ABOVE);
    let x = 0;
    row.forEach(({ id, kind }, at) => {
      const { width } = sizes[at]!;
      places.set(id, { x: x + width / 2, y: hasLine && kind !== 'add' ? y - ABOVE : y });
      x += width + GAP;
    });
  });
  const old = union(all.map(layerBox));
  const now = union(all.map((layer) => layerBox({ ...layer, ...places.get(layer.id)! })));
  const dx = old && now ? (old.left + old.right - now.left - now.right) / 2 : 0;
  const dy = old && now ? (old.top + old.bottom - now.top - now.bottom) / 2 : 0;
  return new Map([...places].map(([id, at]) => [id, { x: snap(at.x + dx), y: snap(at.y + dy) }]));
}

function rowsOf(ordered: readonly Layer[]): Layer[][] {
  const rows: Layer[][] = [[]];
  let adds = 0;
  let isBlock = false;
  for (const layer of ordered) {
    if (!isBlock && layer.kind === 'normalisation' && adds === 0 && leadsToAdd(ordered, layer)) {
      rows.push([]);
      isBlock = true;
    }
    rows.at(-1)!.push(layer);
    if (layer.kind === 'add' && ++adds % 2 === 0) rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

/** Whether an add comes before the next normalisation: this one belongs to a block. */
function leadsToAdd(ordered: readonly Layer[], layer: Layer): boolean {
  const next = ordered.slice(ordered.indexOf(layer) + 1).find(({ kind }) => kind === 'add' || kind === 'normalisation');
  return next?.kind === 'add';
}
