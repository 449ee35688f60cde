import type { Random } from '../../tensor/random.ts';

/** Fills a weight with starting values. */
export interface Initializer {
  readonly title: string;
  readonly formula: string;
  /** @param fanIn inputs that reach one unit, over all its connections  @param fanOut edges that leave one unit */
  readonly fill: (values: Float64Array, fanIn: number, fanOut: number, random: Random) => void;
}
