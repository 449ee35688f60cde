/** The loss chart as a scalable picture: training as a line, validation dashed, each named at its end. */
import type { LossSeries } from '../charts/loss-series.ts';
import { formatNumber } from '../ui/number-format.ts';
import { linearTicks, logarithmicTicks } from './axis-ticks.ts';
import { framedSvg, type Area, type Axis } from './frame-svg.ts';
import { light } from './light-colours.ts';
import { element, short, textElement } from './svg.ts';

const COLUMNS = 600;

interface Line {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/**
 * @param upTo the last step drawn
 * @param end the last step that the axes have room for: the same for all pictures of a film
 */
export function lossSvg(
  name: string,
  series: LossSeries,
  upTo: number,
  isLogarithmic: boolean,
  { end = upTo, width = 640, height = 320 } = {},
): string {
  const lines = linesUpTo(series, upTo);
  const known = (end === upTo ? lines : linesUpTo(series, end))
    .flatMap(({ y }) => Array.from(y))
    .filter((loss) => Number.isFinite(loss) && (loss > 0 || !isLogarithmic));
  const most = Math.max(...known, isLogarithmic ? 1e-12 : 0);
  const least = isLogarithmic ? Math.min(...known, most) : 0;
  const steps: Axis = { title: 'step', ticks: linearTicks(0, end, 6), place: (step) => step / Math.max(1, end) };
  return framedSvg(
    `Loss of ${name}`,
    { width, height, room: 130 },
    steps,
    lossAxis(least, most, isLogarithmic),
    (area) => lines.flatMap((line) => lineElements(line, area, steps, lossAxis(least, most, isLogarithmic))),
  );
}

function linesUpTo(series: LossSeries, upTo: number): Line[] {
  const held = series.evaluations.filter(({ step, validationLoss }) => step <= upTo && validationLoss !== null);
  return [
    { name: 'training', ...series.line(upTo, COLUMNS) },
    { name: 'validation', x: held.map(({ step }) => step), y: held.map(({ validationLoss }) => validationLoss!) },
  ].filter(({ x }) => x.length > 0);
}

function lossAxis(least: number, most: number, isLogarithmic: boolean): Axis {
  if (!isLogarithmic) {
    const end = most * 1.05 || 1;
    return { title: 'loss', ticks: linearTicks(0, end), place: (loss) => loss / end };
  }
  const from = Math.log10(least) - 0.1;
  const to = Math.log10(most) + 0.1;
  return {
    title: 'loss, logarithmic',
    ticks: logarithmicTicks(least / 1.25, most * 1.25),
    place: (loss) => (Math.log10(loss) - from) / (to - from),
  };
}

function lineElements({ name, x, y }: Line, area: Area, across: Axis, up: Axis): string[] {
  const points: string[] = [];
  let last = { x: area.left, y: area.top };
  let latest = NaN;
  for (let i = 0; i < x.length; i++) {
    const share = up.place(y[i]!);
    if (!Number.isFinite(share)) continue;
    last = { x: area.left + across.place(x[i]!) * area.width, y: area.top + (1 - share) * area.height };
    latest = y[i]!;
    points.push(`${short(last.x)},${short(last.y)}`);
  }
  const isTraining = name === 'training';
  const colour = isTraining ? light.text : light.accent;
  return [
    element('polyline', {
      points: points.join(' '),
      fill: 'none',
      stroke: colour,
      'stroke-width': 1.5,
      'stroke-linejoin': 'round',
      'stroke-dasharray': isTraining ? null : '6 4',
    }),
    textElement(area.left + area.width + 8, last.y + (isTraining ? 7 : -7), `${name} ${formatNumber(latest)}`, {
      size: 11,
      weight: 600,
      fill: colour,
    }),
  ];
}
