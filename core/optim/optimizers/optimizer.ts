import type { Fields } from '../../settings/field.ts';
import type { Reals } from '../../tensor/reals.ts';
import type { RuleLine, RuleState } from './rule.ts';

/** A rule that moves parameters against their gradient. Conventions are PyTorch's. */
export interface Optimizer {
  readonly title: string;
  /** For people: `w <- w - learning rate * gradient`. */
  readonly formula: string;
  /** `learningRate` first. */
  readonly fields: Fields;
  /** Names of the arrays that it keeps per parameter, each starting at zero. */
  readonly slots: readonly string[];
  /**
   * Updates `values` in place.
   *
   * @param slots one array per name in `slots`, same length as values
   * @param step number of this update, from 1
   */
  readonly update: (
    values: Reals,
    gradient: Reals,
    slots: readonly Reals[],
    step: number,
    settings: Readonly<Record<string, number>>,
  ) => void;
  /** The same for one number, line by line for people; the last line is `w` and its value what `update` gives, bit for bit. */
  readonly rule: (state: RuleState) => readonly RuleLine[];
}
