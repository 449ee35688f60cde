/** What a chart over steps is made of. */
import type { Points } from './step-values.ts';

export interface ChartLine {
  /** Stands at the line's end with its last value; '' = no name. */
  readonly label: string;
  readonly points: Points;
  readonly colour: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  /** Whether each point is a measurement of its own, with nothing known between: a dot, while there are few. */
  readonly isMeasured?: boolean;
}

/** Up to so many measurements have dots. */
const MOST_DOTS = 40;

/** Radius of the dot at each point of a line, in pixels; 0 = none. */
export const dotSize = ({ points, isMeasured = false }: ChartLine): number =>
  isMeasured && points.x.length <= MOST_DOTS ? 3.5 : 0;

/** A horizontal line to compare with, named at its end: what guessing costs, for example. */
export interface Ruler {
  readonly label: string;
  readonly value: number;
}

/** Something that happened between two steps. */
export interface ChartTick {
  readonly step: number;
  readonly kind: 'edit' | 'branch';
  /** A letter or digit at its top, by which something beside the chart calls it. */
  readonly mark?: string;
  readonly label: string;
}

/** One number of a chart at the step that is pointed at. */
export interface Reading {
  readonly name: string;
  readonly value: string;
}

/** Lines of a stretch of steps, of at most 2 · columns points each. */
export type LinesOf = (from: number, to: number, columns: number) => readonly ChartLine[];
