import type { Fields } from '../../settings/field.ts';

/** How the learning rate changes while training goes on. */
export interface Schedule {
  readonly title: string;
  readonly description: string;
  /** For people; t is the step, from 0. */
  readonly formula: string;
  readonly fields: Fields;
  /**
   * What the learning rate is multiplied by at a step.
   *
   * @param step steps done before it, from 0
   */
  readonly factor: (step: number, settings: Readonly<Record<string, number>>) => number;
}
