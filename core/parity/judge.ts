/**
 * What becomes of a number that is farther from PyTorch's than its tolerance: it is held to what rounding alone does to it,
 * as far as that may be asked (docs/decisions/0008-float32-tolerances.md).
 */
import { ILL_CONDITIONED } from './conditioning.ts';

export interface Comparison {
  readonly what: string;
  /** Largest |ours - PyTorch's|, where numbers beyond 1 count relative to their size. */
  readonly difference: number;
  readonly tolerance: number;
  /** Where the difference is beyond the usual tolerance: how far rounding alone carries it (conditioning.ts). */
  readonly spread?: number;
  /** The usual tolerance, where rounding made `tolerance` wider. */
  readonly usual?: number;
}

/** What is beyond the usual tolerance may be as far as so many times what one rounding at a time does to it. */
export const ROUNDINGS = 8;

/**
 * How wide a tolerance may become. In float64 values, gradients and the first steps keep theirs; a later snapshot of a run
 * whose earlier ones are all within theirs may become 1e-5 wide. A mistake shows in the first steps, where rounding has
 * not been carried anywhere.
 */
export const WIDEST = { float32: Infinity, exact: 0, exactLate: ILL_CONDITIONED } as const;

export const isOutside = ({ difference, tolerance }: Comparison): boolean => !(difference <= tolerance);

/** Whether it is beyond the usual tolerance and within what rounding does to it. */
export const isJudgedBySpread = (one: Comparison): boolean => one.usual !== undefined && !isOutside(one);

/**
 * @param spreadsOf of each how far rounding alone carries it, measured only when one is outside
 * @param widest of `WIDEST`
 * @param tolerance of which theirs are multiples; their own unless said
 */
export function judged(
  found: readonly Comparison[],
  spreadsOf: () => readonly number[],
  widest: number,
  tolerance?: number,
): readonly Comparison[] {
  if (!found.some(isOutside)) return found;
  const spreads = spreadsOf();
  return found.map((one, i) => {
    if (!isOutside(one)) return one;
    const spread = spreads[i]!;
    const carried = ROUNDINGS * spread * (tolerance === undefined ? 1 : one.tolerance / tolerance);
    const allowed = Math.min(carried, widest);
    if (allowed <= one.tolerance) return { ...one, spread };
    return { ...one, spread, usual: one.tolerance, tolerance: allowed };
  });
}
