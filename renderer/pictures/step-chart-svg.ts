/**
 * A chart over steps as a scalable picture, as it stands on screen: every line with its dashes and its name at the end, lines to
 * compare with, ticks of edits and branches, the stretch that is zoomed in on, the step that the window shows.
 */
import { dotSize, type ChartLine, type ChartTick, type Ruler } from '../charts/chart-line.ts';
import { marksOf, placeTicks } from '../charts/draw-ticks.ts';
import type { StepRange } from '../charts/step-axis.svelte.ts';
import { alongAxis, formatCount } from '../ui/number-format.ts';
import { logarithmicTicks, linearTicks } from './axis-ticks.ts';
import { framedSvg, type Area, type Axis } from './frame-svg.ts';
import { light, opacityOf, withoutOpacity } from './light-colours.ts';
import { element, short, textElement } from './svg.ts';

export interface StepChartPicture {
  readonly title: string;
  /** Name of the upward axis. */
  readonly quantity: string;
  /** In light colours. */
  readonly lines: readonly ChartLine[];
  /** What the upward axis has room for, where it is not what is drawn: the same for all pictures of a film. */
  readonly fit?: readonly ChartLine[];
  readonly rulers?: readonly Ruler[];
  readonly ticks?: readonly ChartTick[];
  readonly range: StepRange;
  readonly areStepsLogarithmic?: boolean;
  readonly isLogarithmic?: boolean;
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  /** The step that the window shows, where that is not the end of the line. */
  readonly at?: number | null;
  readonly format: (value: number) => string;
  readonly width?: number;
  readonly height?: number;
}

const ROOM = 140;
const NAME_GAP = 15;

export function stepChartSvg(picture: StepChartPicture): string {
  const { title, range, areStepsLogarithmic = false, width = 640, height = 320, format } = picture;
  const across = stepsAxis(range, areStepsLogarithmic);
  const up = upAxis(picture);
  return framedSvg(
    title,
    { width, height, room: ROOM },
    across,
    up,
    (area) => {
      const x = (step: number): number => area.left + across.place(step) * area.width;
      const y = (value: number): number => area.top + (1 - up.place(value)) * area.height;
      const drawn = [...rulerLines(picture), ...picture.lines].map((line) => pathOf(line, x, y, range));
      return [
        element('clipPath', { id: 'chart-area' }, [element('rect', areaBox(area))]),
        element(
          'g',
          { 'clip-path': 'url(#chart-area)' },
          drawn.map(({ path }) => path),
        ),
        ...names(drawn, area, format),
        ...tickElements(picture.ticks ?? [], area, x, range),
        ...presentElements(picture.at ?? null, area, x, range),
      ];
    },
    { formatUp: alongAxis(format), formatAcross: formatCount },
  );
}

const areaBox = ({ left, top, width, height }: Area) => ({ x: left, y: top, width, height });

const rulerLines = ({ rulers = [], range }: StepChartPicture): ChartLine[] =>
  rulers.map(({ label, value }) => ({
    label,
    points: { x: Float64Array.of(range.from, range.to), y: Float64Array.of(value, value) },
    colour: light.muted,
    width: 1,
    dash: [1, 3],
  }));

function stepsAxis({ from, to }: StepRange, isLogarithmic: boolean): Axis {
  if (!isLogarithmic) {
    const length = Math.max(1, to - from);
    return { title: 'step', ticks: linearTicks(from, to, 6), place: (step) => (step - from) / length };
  }
  const span = Math.log(Math.max(to, from + 1)) - Math.log(Math.max(1, from));
  const place = (step: number): number => (Math.log(Math.max(1, step)) - Math.log(Math.max(1, from))) / span;
  return { title: 'step, logarithmic', ticks: logarithmicTicks(Math.max(1, from), to), place };
}

function upAxis(picture: StepChartPicture): Axis {
  const { quantity, range, isLogarithmic = false, fit = picture.lines } = picture;
  const isKnown = (value: number): boolean => Number.isFinite(value) && (value > 0 || !isLogarithmic);
  const values = [...fit, ...rulerLines(picture)].flatMap(({ points: { x, y } }) =>
    Array.from(y).filter((value, i) => isKnown(value) && x[i]! >= range.from && x[i]! <= range.to),
  );
  const most = picture.most ?? values.reduce((a, b) => Math.max(a, b), -Infinity);
  const least = picture.least ?? values.reduce((a, b) => Math.min(a, b), Infinity);
  if (isLogarithmic) {
    const [low, high] = least <= most ? [least, most] : [0.1, 1];
    const [from, to] = [Math.log10(low) - 0.1, Math.log10(high) + 0.1];
    const place = (value: number): number => (Math.log10(value) - from) / (to - from);
    return { title: `${quantity}, logarithmic`, ticks: logarithmicTicks(low / 1.25, high * 1.25), place };
  }
  const isFromZero = least >= 0 && range.from <= 1 && picture.least === undefined;
  const [low, high] = least <= most ? [isFromZero ? 0 : least, most] : [0, 1];
  const margin = (high - low || Math.abs(high) || 1) * 0.05;
  const from = isFromZero || picture.least !== undefined ? low : low - margin;
  const to = picture.most === undefined ? high + margin : high;
  return { title: quantity, ticks: linearTicks(from, to), place: (value) => (value - from) / (to - from) };
}

interface DrawnLine {
  readonly path: string;
  readonly line: ChartLine;
  /** Of the last point in sight; null where there is none. */
  readonly end: { readonly y: number; readonly value: number } | null;
}

function pathOf(
  line: ChartLine,
  x: (step: number) => number,
  y: (value: number) => number,
  range: StepRange,
): DrawnLine {
  const { points, colour, width = 1.5, dash = [] } = line;
  const written: string[] = [];
  const dots: string[] = [];
  const radius = dotSize(line);
  let end: DrawnLine['end'] = null;
  for (let i = 0; i < points.x.length; i++) {
    const at = { x: x(points.x[i]!), y: y(points.y[i]!) };
    if (!Number.isFinite(at.y)) continue;
    written.push(`${short(at.x)},${short(at.y)}`);
    if (radius > 0) dots.push(element('circle', { cx: at.x, cy: at.y, r: radius, fill: withoutOpacity(colour) }));
    if (points.x[i]! <= range.to) end = { y: at.y, value: points.y[i]! };
  }
  const path = element('polyline', {
    points: written.join(' '),
    fill: 'none',
    stroke: withoutOpacity(colour),
    'stroke-opacity': opacityOf(colour),
    'stroke-width': width,
    'stroke-linejoin': 'round',
    'stroke-dasharray': dash.length > 0 ? dash.join(' ') : null,
  });
  return { path: [path, ...dots].join(''), line, end };
}

/** At the lines' ends, kept apart where they end close together. */
function names(drawn: readonly DrawnLine[], area: Area, format: (value: number) => string): string[] {
  const placed = drawn
    .flatMap(({ line: { label, colour }, end }) => (label !== '' && end ? [{ label, colour, ...end }] : []))
    .sort((a, b) => a.y - b.y);
  const [top, bottom] = [area.top + 6, area.top + area.height - 6];
  let least = top;
  for (const name of placed) least = (name.y = Math.max(least, name.y)) + NAME_GAP;
  let most = bottom;
  for (const name of placed.toReversed()) most = (name.y = Math.min(most, name.y)) - NAME_GAP;
  return placed.map(({ label, value, y, colour }) =>
    textElement(area.left + area.width + 8, y, `${label} ${format(value)}`, {
      size: 11,
      weight: 600,
      fill: withoutOpacity(colour),
    }),
  );
}

/** A filled triangle at the foot where something was edited, a hollow circle where another run left. */
function tickElements(
  ticks: readonly ChartTick[],
  area: Area,
  x: (step: number) => number,
  { from, to }: StepRange,
): string[] {
  const foot = area.top + area.height;
  const place = (step: number): number => (step < from || step > to ? NaN : x(step));
  return placeTicks(ticks, place).flatMap(({ x: at, ticks: here }) => {
    const line = { x1: at, x2: at, y1: area.top, y2: foot - 7, stroke: light.lineStrong, 'stroke-dasharray': '1 3' };
    const isEdit = here.some(({ kind }) => kind === 'edit');
    const d = `M${short(at)} ${short(foot - 7)}l4 7h-8z`;
    const mark = isEdit
      ? element('path', { d, fill: light.accent })
      : element('circle', { cx: at, cy: foot - 4, r: 3, fill: light.surface, stroke: light.accent });
    const named = textElement(at, area.top + 7, marksOf(here), {
      size: 11,
      weight: 600,
      anchor: 'middle',
      fill: light.accent,
    });
    return [
      element('line', line),
      element('g', {}, [`<title>${titleOf(here)}</title>`, mark]),
      ...(marksOf(here) === '' ? [] : [named]),
    ];
  });
}

const titleOf = (ticks: readonly ChartTick[]): string =>
  ticks.map(({ label }) => label.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)).join('; ');

function presentElements(
  at: number | null,
  area: Area,
  x: (step: number) => number,
  { from, to }: StepRange,
): string[] {
  if (at === null || at < from || at > to) return [];
  const bottom = area.top + area.height;
  return [
    element('line', { x1: x(at), x2: x(at), y1: area.top, y2: bottom, stroke: light.accent, 'stroke-width': 1.5 }),
  ];
}
