/** The frame of a chart or map: its two axes with ticks, labels and hairlines, around whatever is drawn inside. */
import { formatPrecisely } from '../ui/number-format.ts';
import { light } from './light-colours.ts';
import { element, svgDocument, textElement } from './svg.ts';

export interface Axis {
  readonly title: string;
  readonly ticks: readonly number[];
  /** Share of the axis at which a value stands, 0 at its beginning. */
  readonly place: (value: number) => number;
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How the labels of the axes are written. */
export interface Formats {
  readonly formatUp?: (value: number) => string;
  readonly formatAcross?: (value: number) => string;
}

const LEFT = 64;
const BOTTOM = 48;
const TOP = 40;

/** @param room to the right of the area, for names @param inside draws in the area */
export function framedSvg(
  title: string,
  size: { readonly width: number; readonly height: number; readonly room: number },
  across: Axis,
  up: Axis,
  inside: (area: Area) => readonly string[],
  { formatUp = formatPrecisely, formatAcross = formatPrecisely }: Formats = {},
): string {
  const area = { left: LEFT, top: TOP, width: size.width, height: size.height };
  const x = (value: number): number => area.left + across.place(value) * area.width;
  const y = (value: number): number => area.top + (1 - up.place(value)) * area.height;
  const bottom = area.top + area.height;
  const grid = [
    ...across.ticks.map((tick) =>
      element('line', { x1: x(tick), x2: x(tick), y1: area.top, y2: bottom, stroke: light.line }),
    ),
    ...up.ticks.map((tick) =>
      element('line', { x1: area.left, x2: area.left + area.width, y1: y(tick), y2: y(tick), stroke: light.line }),
    ),
  ];
  const small = { size: 11, fill: light.muted } as const;
  return svgDocument(LEFT + size.width + size.room, TOP + size.height + BOTTOM, title, [
    textElement(area.left, 18, title, { size: 13, weight: 600 }),
    ...grid,
    ...inside(area),
    element('rect', {
      x: area.left,
      y: area.top,
      width: area.width,
      height: area.height,
      fill: 'none',
      stroke: light.lineStrong,
    }),
    ...across.ticks.map((tick) =>
      textElement(x(tick), bottom + 13, formatAcross(tick), { ...small, anchor: 'middle' }),
    ),
    ...up.ticks.map((tick) => textElement(area.left - 8, y(tick), formatUp(tick), { ...small, anchor: 'end' })),
    textElement(area.left + area.width / 2, bottom + 34, across.title, { ...small, anchor: 'middle' }),
    element('g', { transform: `translate(16 ${Math.round(area.top + area.height / 2)}) rotate(-90)` }, [
      textElement(0, 0, up.title, { ...small, anchor: 'middle' }),
    ]),
  ]);
}
