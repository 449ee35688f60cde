/** What every chart over the steps of a run is given. */
import type { OtherRun } from '../views/other-runs.ts';
import type { ChartTick } from './chart-line.ts';
import type { LossSeries } from './loss-series.ts';
import type { StepAxis } from './step-axis.svelte.ts';

export interface RunChart {
  series: LossSeries;
  /** Grows when the series has changed. */
  version: number;
  axis: StepAxis;
  /** Draw steps up to this one. */
  upTo: number;
  /** The step that is shown everywhere; later ones are known, too. */
  at: number;
  /** Other runs, each from where it left its parent. */
  others?: readonly OtherRun[];
  ticks?: readonly ChartTick[];
  /** Told where the axis begins and ends, in pixels from the left. */
  onlayout?: (left: number, right: number) => void;
  /** A step was chosen to go to. */
  onpick?: (step: number) => void;
}
