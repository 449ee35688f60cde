import * as v from 'valibot';
import { fieldProblem } from '../../settings/field.ts';
import { stopRules, type StopCondition, type StopRuleName } from './registry.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What a condition is that comes from another process. */
export const stopConditionSchema: v.GenericSchema<StopCondition> = v.pipe(
  v.strictObject({
    rule: v.picklist(Object.keys(stopRules) as StopRuleName[]),
    value: v.number(),
    step: count,
    epoch: count,
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? fieldProblem(stopRules[dataset.value.rule].field, dataset.value.value) : null;
    if (message !== null) addIssue({ message });
  }),
);
