/** The lines of a chart of norms: the gradient of other runs, the gradient, and the update dashed; raw lines faint behind smoothed ones. */
import type { StepNorm } from '../../core/training/step-norms.ts';
import type { Palette } from '../theme/theme.svelte.ts';
import type { OtherRun } from '../views/other-runs.ts';
import type { ChartLine, LinesOf } from './chart-line.ts';
import { measuredPoints } from './measured-points.ts';
import { smooth } from './smoothed-values.ts';
import type { Points } from './step-values.ts';

export interface NormLines {
  readonly norms: readonly StepNorm[];
  /** Draw steps up to this one. */
  readonly upTo: number;
  /** Other runs, each from where it left its parent. */
  readonly others: readonly OtherRun[];
  /** 0 .. 1, how much of the mean is kept from one record to the next. */
  readonly smoothing: number;
  readonly palette: Pick<Palette, 'text' | 'muted' | 'accent'>;
}

type Quantity = 'gradient' | 'update';

export function normLines({ norms, upTo, others, smoothing, palette }: NormLines): LinesOf {
  const isSmoothed = smoothing > 0 && norms.length > 2;
  const smoothed = { gradient: smoothedOf('gradient'), update: smoothedOf('update') };

  function smoothedOf(quantity: Quantity): readonly { readonly step: number; readonly value: number }[] {
    const values = Float64Array.from(norms, (norm) => norm[quantity]);
    const drawn = isSmoothed ? smooth(values, smoothing) : values;
    return norms.map(({ step }, i) => ({ step, value: drawn[i]! }));
  }

  return (from: number, to: number, columns: number): ChartLine[] => {
    const until = Math.min(to, upTo);
    const own = (quantity: Quantity): Points =>
      measuredPoints(smoothed[quantity], ({ value }) => value, from, until, columns);
    const faint = (quantity: Quantity, colour: string): ChartLine[] =>
      isSmoothed
        ? [
            {
              label: '',
              points: measuredPoints(norms, (norm) => norm[quantity], from, until, columns),
              colour: `${colour}55`,
              width: 1,
            },
          ]
        : [];
    return [
      ...others.map(({ name, from: left, series, colour, dash }) => ({
        label: name,
        points: measuredPoints(series.norms, ({ gradient }) => gradient, Math.max(from, left + 1), to, columns),
        colour,
        width: 1,
        dash,
      })),
      ...faint('gradient', palette.muted),
      ...faint('update', palette.accent),
      { label: 'gradient', points: own('gradient'), colour: palette.text },
      { label: 'update', points: own('update'), colour: palette.accent, dash: [5, 3] },
    ];
  };
}
