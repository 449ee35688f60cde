/** A matrix of numbers as vector rectangles: neighbours of one colour are one, and all of a colour are one path. */
import type { Cells } from '../canvas/heatmap.ts';
import { opaque } from './mark-svg.ts';
import { element, short } from './svg.ts';

export interface PlacedBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** @param colourOf a value of the matrix, as CSS */
export function cellElements(
  { rows, columns, values }: Cells,
  { x, y, width, height }: PlacedBox,
  colourOf: (value: number, index: number) => string,
): string[] {
  const [cellWidth, cellHeight] = [width / columns, height / rows];
  const paths = new Map<string, string>();
  for (let row = 0; row < rows; row++) {
    const colourAt = (column: number): string => colourOf(values[row * columns + column]!, row * columns + column);
    let start = 0;
    while (start < columns) {
      const colour = colourAt(start);
      let end = start + 1;
      while (end < columns && colourAt(end) === colour) end++;
      const width = short((end - start) * cellWidth);
      const box = `M${short(x + start * cellWidth)} ${short(y + row * cellHeight)}h${width}v${short(cellHeight)}h-${width}z`;
      paths.set(colour, `${paths.get(colour) ?? ''}${box}`);
      start = end;
    }
  }
  return [...paths].map(([colour, d]) => element('path', { d, fill: opaque(colour), 'shape-rendering': 'crispEdges' }));
}
