/** Every condition that training can stop at: one file each and one line here. */
import { fieldProblem } from '../../settings/field.ts';
import type { Trainer } from '../trainer.ts';
import { accuracyAbove } from './accuracy-above.ts';
import { epochs } from './epochs.ts';
import { gradientBelow } from './gradient-below.ts';
import { lossBelow } from './loss-below.ts';
import { noBetterValidation } from './no-better-validation.ts';
import { steps } from './steps.ts';
import type { StopRule, StopStart, StopWatch } from './stop-rule.ts';

export const stopRules = {
  steps,
  epochs,
  lossBelow,
  accuracyAbove,
  gradientBelow,
  noBetterValidation,
} as const satisfies Record<string, StopRule>;
export type StopRuleName = keyof typeof stopRules;

/** One of the rules with its number. */
export interface StopCondition extends StopStart {
  readonly rule: StopRuleName;
  readonly value: number;
}

/** @throws RangeError when the data does not allow the rule, or its number is out of range */
export function watchFor(trainer: Trainer, { rule: name, value, ...start }: StopCondition): StopWatch {
  const rule: StopRule = stopRules[name];
  const problem = fieldProblem(rule.field, value) ?? rule.refusal(trainer.data);
  if (problem !== null) throw new RangeError(problem);
  return rule.watch(trainer, value, start);
}
