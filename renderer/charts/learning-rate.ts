/** The learning rate of every step, from the settings that were in force: exact, and nothing has to be recorded for it. */
import type { TrainingSettings } from '../../core/document/document.ts';
import { stepSettings } from '../../core/training/step-settings.ts';
import type { Points } from './step-values.ts';

/** Settings in force for the updates after `step` of them. */
export interface SettingsFrom {
  readonly step: number;
  readonly settings: TrainingSettings;
}

/** Learning rate of update `step`, from 1; NaN where the settings are not known. */
export function learningRateAt(known: readonly SettingsFrom[], step: number): number {
  const inForce = known.findLast((since) => since.step < step);
  return inForce ? (stepSettings(inForce.settings, step - 1).optimizer['learningRate'] ?? NaN) : NaN;
}

/** Steps from .. upTo at equal distances, and both sides of each change of settings. */
export function learningRateLine(known: readonly SettingsFrom[], from: number, upTo: number, columns: number): Points {
  const steps = new Set<number>();
  const first = Math.max(1, from);
  const count = Math.min(2 * columns, upTo - first + 1);
  for (let i = 0; i < count; i++) steps.add(Math.round(first + (i * (upTo - first)) / Math.max(1, count - 1)));
  for (const { step } of known) if (step >= first && step < upTo) steps.add(Math.max(1, step)).add(step + 1);
  const x = Float64Array.from(steps).sort();
  return { x, y: x.map((step) => learningRateAt(known, step)) };
}
