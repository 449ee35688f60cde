/** A loss landscape that was computed, with what is needed to read it and to go there. */
import type { Landscape } from '../../../core/training/landscape.ts';

export interface SeenLandscape extends Landscape {
  /** Of its two directions, across and up. */
  readonly titles: readonly [string, string];
  /** The run whose path is on it. */
  readonly branch: number;
}

/** A place on it, in the unit of its directions. */
export interface LandscapePlace {
  readonly a: number;
  readonly b: number;
}

/** Loss of the measured point nearest to a place. */
export function lossNear({ losses, size, reach }: SeenLandscape, { a, b }: LandscapePlace): number {
  const place = (value: number): number => Math.round(((value / reach + 1) / 2) * (size - 1));
  return losses[place(b) * size + place(a)]!;
}
