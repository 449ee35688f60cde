import type { Layer } from '../document/document.ts';

/** Reading order on the canvas: from top to bottom, then from left to right, then by id so that it never depends on chance. */
export function byPosition(a: Layer, b: Layer): number {
  return a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
