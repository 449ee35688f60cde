/** What training settings, and how far training has come, are allowed to be. */
import * as v from 'valibot';
import { precisionChoices } from '../../engine/precision.ts';
import { initializers, type InitializerName } from '../../nn/initializers/registry.ts';
import { losses, type LossName } from '../../nn/losses/registry.ts';
import type { Optimizer } from '../../optim/optimizers/optimizer.ts';
import { optimizers, type OptimizerName } from '../../optim/optimizers/registry.ts';
import { schedules, type ScheduleName } from '../../optim/schedules/registry.ts';
import type { Schedule } from '../../optim/schedules/schedule.ts';
import type { RunPosition, TrainingSettings } from '../document.ts';
import {
  count,
  finite,
  floats,
  momentIdSchema,
  MOST_ROWS,
  namesOf,
  seed,
  settingNameSchema,
  settingsProblem,
  table,
  words,
} from './values.ts';

const clip = v.pipe(finite, v.minValue(0), v.maxValue(1e9));

/** Batches that one step may go through. */
export const MOST_ACCUMULATED = 1024;

export const trainingSettingsSchema: v.GenericSchema<TrainingSettings> = v.pipe(
  v.strictObject({
    loss: v.picklist<LossName[]>(namesOf(losses)),
    optimizer: v.picklist<OptimizerName[]>(namesOf(optimizers)),
    optimizerSettings: table(settingNameSchema, finite),
    initializer: v.picklist<InitializerName[]>(namesOf(initializers)),
    batchSize: v.pipe(count, v.minValue(1), v.maxValue(1e9)),
    accumulation: v.exactOptional(v.pipe(count, v.minValue(1), v.maxValue(MOST_ACCUMULATED))),
    measureEvery: v.exactOptional(v.pipe(count, v.minValue(1), v.maxValue(1e9))),
    seed,
    schedule: v.picklist<ScheduleName[]>(namesOf(schedules)),
    scheduleSettings: table(settingNameSchema, finite),
    clipNorm: clip,
    clipValue: clip,
    precision: v.picklist(precisionChoices),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { fields }: Optimizer = optimizers[dataset.value.optimizer];
    const { fields: scheduleFields }: Schedule = schedules[dataset.value.schedule];
    const message =
      settingsProblem(fields, dataset.value.optimizerSettings) ??
      settingsProblem(scheduleFields, dataset.value.scheduleSettings);
    if (message !== null) addIssue({ message });
  }),
);

export const runPositionSchema: v.GenericSchema<RunPosition> = v.pipe(
  v.strictObject({
    step: count,
    epoch: count,
    cursor: count,
    order: v.pipe(words, v.maxLength(MOST_ROWS), v.check(isPermutation, 'the order must hold each example once')),
    random: v.pipe(
      words,
      v.length(4),
      v.check((state) => state.some((word) => word !== 0), 'a random state must not be all zero'),
    ),
    moments: table(momentIdSchema, floats),
    kernels: v.exactOptional(
      v.strictObject({
        arithmetic: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
        threads: v.pipe(count, v.minValue(1)),
      }),
    ),
  }),
  // Windows of a running text keep no order: it follows from the generator and the epoch.
  v.check(({ cursor, order }) => order.length === 0 || cursor <= order.length, 'the cursor is beyond the last example'),
);

function isPermutation(order: Uint32Array): boolean {
  const seen = new Uint8Array(order.length);
  for (const index of order) {
    if (index >= order.length || seen[index] === 1) return false;
    seen[index] = 1;
  }
  return true;
}
