/** Sizes of a tensor's dimensions, outermost first; the last one is contiguous in memory. */
export type Shape = readonly number[];

/** Thrown when shapes do not fit: a broken promise of the caller, never the user's fault. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** `[4, 3]` as people write it: `4 x 3`; a scalar is `1`. */
export function formatShape(shape: Shape): string {
  return shape.length === 0 ? '1' : shape.join(' x ');
}
