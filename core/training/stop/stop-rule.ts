/** What training can be asked to go on until: a rule by name, its one number, and where it was asked. */
import type { PreparedData } from '../../data/data-settings.ts';
import type { NumberField } from '../../settings/field.ts';
import type { Trainer } from '../trainer.ts';

/** Looks at a trainer between its steps; made when training starts. */
export interface StopWatch {
  /** How many steps may be done before the next look: none of them but the last can be the one to stop at. */
  readonly ahead: () => number;
  /** Asked after as many steps, or fewer: the reason to stop at this very step, or null. */
  readonly reason: () => string | null;
}

/** Where it was asked, so that "100 steps" ends at the same step after an edit or a new process. */
export interface StopStart {
  readonly step: number;
  readonly epoch: number;
}

export interface StopRule {
  /** Around the number: `until the loss is below` ... */
  readonly title: string;
  /** ... and what follows it, or ''. */
  readonly unit: string;
  readonly description: string;
  readonly field: NumberField;
  /** Why it cannot be asked with this data; null where it can. */
  readonly refusal: (data: PreparedData) => string | null;
  readonly watch: (trainer: Trainer, value: number, start: StopStart) => StopWatch;
}
