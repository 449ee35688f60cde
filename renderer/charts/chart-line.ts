/** What a chart over steps is made of. */
import type { Points } from './step-values.ts';

export interface ChartLine {
  /** Stands at the line's end with its last value; '' = no name. */
  readonly label: string;
  readonly points: Points;
  readonly colour: string;
  readonly width?: number;
  readonly dash?: readonly number[];
}

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
