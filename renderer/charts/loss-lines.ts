/** The lines of a loss chart: other runs, training (raw line faint behind the smoothed one), validation dashed. */
import type { Palette } from '../theme/theme.svelte.ts';
import type { OtherRun } from '../views/other-runs.ts';
import type { ChartLine, LinesOf } from './chart-line.ts';
import type { LossSeries } from './loss-series.ts';
import { measuredPoints } from './measured-points.ts';
import type { Points } from './step-values.ts';

export interface LossLines {
  readonly series: LossSeries;
  /** Draw steps up to this one. */
  readonly upTo: number;
  /** Other runs, each from where it left its parent. */
  readonly others: readonly OtherRun[];
  readonly smoothing: number;
  /** What is drawn of a loss: itself, or what rises with it, such as perplexity, its exponential. */
  readonly shown: ((loss: number) => number) | undefined;
  readonly palette: Pick<Palette, 'text' | 'muted' | 'accent'>;
}

export function lossLines({ series, upTo, others, smoothing, shown, palette }: LossLines): LinesOf {
  const drawn = (points: Points): Points => (shown ? { x: points.x, y: points.y.map(shown) } : points);
  return (from: number, to: number, columns: number): ChartLine[] => {
    // One beyond each end, so that a line leaves the chart rather than stops in it.
    const first = Math.max(1, Math.floor(from) - 1);
    const until = Math.min(upTo, Math.ceil(to) + 1);
    const raw = drawn(series.line(until, columns, first));
    const isSmoothed = smoothing > 0 && upTo > 2;
    return [
      ...others.map(({ name, from: left, series: other, colour, dash }) => ({
        label: name,
        points: drawn(other.line(Math.min(other.length, Math.ceil(to) + 1), columns, Math.max(first, left + 1))),
        colour,
        width: 1,
        dash,
      })),
      ...(isSmoothed ? [{ label: '', points: raw, colour: `${palette.muted}55`, width: 1 }] : []),
      {
        label: 'train',
        points: isSmoothed ? drawn(series.smoothLine(until, columns, smoothing, first)) : raw,
        colour: palette.text,
      },
      {
        label: 'validation',
        points: drawn(measuredPoints(series.evaluations, ({ validationLoss }) => validationLoss, from, until, columns)),
        colour: palette.accent,
        dash: [5, 3],
        isMeasured: true,
      },
    ];
  };
}
