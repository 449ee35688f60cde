/**
 * A table of coloured cells as a scalable picture: a confusion matrix or a lens with text in each cell, a matrix of weights,
 * values or attention as cells alone, with its rows and columns named or numbered.
 */
import { rulerStep } from '../canvas/heatmap.ts';
import { cellElements } from './cells-svg.ts';
import { light } from './light-colours.ts';
import { opaque } from './mark-svg.ts';
import { element, svgDocument, textElement } from './svg.ts';

export interface GridPicture {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  /** Number from 1 where a name is missing. */
  readonly rowNames?: readonly string[] | null;
  readonly columnNames?: readonly string[] | null;
  readonly rowTitle: string;
  readonly columnTitle: string;
  /** As CSS; the same for neighbours that look the same. */
  readonly colourOf: (row: number, column: number) => string;
  /** In the cell; absent where cells have no text. */
  readonly textOf?: (row: number, column: number) => string;
  /** What the colours mean, below. */
  readonly legend: string;
  /** Letters are in names of tokens, all of one width. */
  readonly isMono?: boolean;
}

const TEXT_CELL = { height: 30, least: 52 } as const;
/** Of a side of the whole picture, where cells have no text. */
const LONGEST_SIDE = 640;
const LARGEST_CELL = 24;
const LETTER = 7;
const LONGEST_NAME = 18;

export function gridSvg(picture: GridPicture): string {
  const { title, rows, columns, rowTitle, columnTitle, legend, textOf } = picture;
  const size = cellSize(picture);
  const nameRoom = (names: readonly string[] | null | undefined): number =>
    names
      ? LETTER *
        Math.min(
          LONGEST_NAME,
          names.reduce((most, name) => Math.max(most, name.length), 1),
        )
      : 28;
  const isUpright = picture.columnNames != null && nameRoom(picture.columnNames) > size.width - 4;
  const left = nameRoom(picture.rowNames) + 34;
  const top = 56 + (isUpright ? nameRoom(picture.columnNames) : 14);
  const box = { x: left, y: top, width: columns * size.width, height: rows * size.height };
  const small = { size: 11, fill: light.muted } as const;
  const values = Float64Array.from({ length: rows * columns }, (_, i) => i);
  const cells = cellElements({ rows, columns, values }, box, (_, i) =>
    picture.colourOf(Math.floor(i / columns), i % columns),
  );
  const marks = (count: number, cell: number, names: readonly string[] | null | undefined): readonly number[] => {
    const step = rulerStep(count, Math.max(1, (count * cell) / (names ? 13 : 30)));
    return Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
  };
  const nameOf = (names: readonly string[] | null | undefined, at: number): string =>
    shortened(names?.[at] ?? String(at + 1));
  const width = Math.max(left + box.width + 24, 24 + Math.max(8 * title.length, 6.6 * legend.length));
  return svgDocument(width, top + box.height + 36, title, [
    textElement(12, 18, title, { size: 13, weight: 600 }),
    textElement(left, 38, columnTitle, small),
    element('g', { transform: `translate(14 ${Math.round(top + box.height / 2)}) rotate(-90)` }, [
      textElement(0, 0, rowTitle, { ...small, anchor: 'middle' }),
    ]),
    ...marks(rows, size.height, picture.rowNames).map((row) =>
      textElement(left - 6, top + (row + 0.5) * size.height, nameOf(picture.rowNames, row), {
        ...small,
        anchor: 'end',
      }),
    ),
    ...marks(columns, size.width, picture.columnNames).map((column) => {
      const x = left + (column + 0.5) * size.width;
      const name = nameOf(picture.columnNames, column);
      if (!isUpright) return textElement(x, top - 9, name, { ...small, anchor: 'middle' });
      return element('g', { transform: `translate(${Math.round(x)} ${top - 6}) rotate(-90)` }, [
        textElement(0, 0, name, small),
      ]);
    }),
    ...cells,
    ...(textOf ? texts(picture, box.x, box.y, size) : []),
    element('rect', { ...box, fill: 'none', stroke: light.lineStrong }),
    textElement(12, top + box.height + 20, legend, small),
  ]);
}

function cellSize({ rows, columns, textOf }: GridPicture): { width: number; height: number } {
  if (!textOf) {
    const side = Math.max(1, Math.min(LARGEST_CELL, LONGEST_SIDE / Math.max(rows, columns)));
    return { width: side, height: side };
  }
  let longest = 1;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) longest = Math.max(longest, textOf(row, column).length);
  }
  return { width: Math.max(TEXT_CELL.least, LETTER * Math.min(LONGEST_NAME, longest) + 12), height: TEXT_CELL.height };
}

function texts(
  { rows, columns, textOf, colourOf, isMono }: GridPicture,
  x: number,
  y: number,
  size: { width: number; height: number },
): string[] {
  const written: string[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const fill = isDark(colourOf(row, column)) ? '#ffffff' : light.text;
      const text = textElement(
        x + (column + 0.5) * size.width,
        y + (row + 0.5) * size.height,
        shortened(textOf!(row, column)),
        {
          anchor: 'middle',
          fill,
        },
      );
      written.push(isMono ? element('g', { 'font-family': 'JetBrains Mono, ui-monospace, monospace' }, [text]) : text);
    }
  }
  return written;
}

const shortened = (name: string): string =>
  [...name].length > LONGEST_NAME ? `${[...name].slice(0, LONGEST_NAME - 1).join('')}…` : name;

/** Whether white letters are easier to read on a colour: by its luminance. */
function isDark(colour: string): boolean {
  const code = Number.parseInt(opaque(colour).slice(1), 16);
  return 0.2126 * (code >> 16) + 0.7152 * ((code >> 8) & 255) + 0.0722 * (code & 255) < 128;
}
