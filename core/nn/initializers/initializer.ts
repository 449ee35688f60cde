import type { Random } from '../../tensor/random.ts';

/** Fills a weight with starting values. */
export interface Initializer {
  readonly title: string;
  readonly formula: string;
  /**
   * @param fanIn edges that reach one target unit, over all its connections; the mean where units differ
   * @param fanOut edges that leave one source unit, over all its connections; the mean where units differ
   */
  readonly fill: (values: Float64Array, fanIn: number, fanOut: number, random: Random) => void;
}
