/** What the pointer is doing between press and release: a small state machine, one file per kind. */
import type { Point } from '../geometry.ts';

export interface PointerAt {
  /** CSS pixels from the canvas element's corner. */
  readonly screen: Point;
  /** Canvas units. */
  readonly canvas: Point;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  /** What lies under the pointer. */
  readonly target: Element | null;
}

export interface Gesture {
  readonly cursor: string;
  move(at: PointerAt): void;
  /** The pointer was released: what was begun is done. */
  end(at: PointerAt): void;
  /** Esc, or the pointer was taken away: everything is as before. */
  cancel(): void;
}

/** A press that moves less than this many pixels is a click. */
export const CLICK_SLACK = 3;

export function hasMoved(from: Point, to: Point): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) > CLICK_SLACK;
}
