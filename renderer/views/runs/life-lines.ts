/** The life of a parameter as lines and marks for a chart over steps, and what there is to read at a step. */
import { decimate, type Points } from '../../charts/step-values.ts';
import type { ChartTick } from '../../charts/chart-line.ts';
import type { ParameterLife } from '../../../core/training/parameter-life.ts';

/** The part of a line from one step to another that keeps every peak. @param first step of the first value */
export function stretch(values: Float64Array, first: number, from: number, to: number, columns: number): Points {
  // One beyond each end, so that the line leaves the chart rather than stops in it.
  const start = Math.max(0, Math.floor(from) - first - 1);
  const end = Math.min(values.length, Math.ceil(to) - first + 2);
  const { x, y } = decimate(values.subarray(start, Math.max(start, end)), columns);
  return { x: x.map((place) => place - 1 + first + start), y };
}

/** Its largest jumps by number, and where it was set by hand. */
export const lifeTicks = ({ jumps, edits }: Pick<ParameterLife, 'jumps' | 'edits'>): ChartTick[] =>
  [
    ...jumps.map(({ step }, i): ChartTick => ({ step, kind: 'edit', mark: String(i + 1), label: `jump ${i + 1}` })),
    ...edits.map(({ step }): ChartTick => ({ step, kind: 'edit', label: `after step ${step}: set by hand` })),
  ].sort((a, b) => a.step - b.step);
