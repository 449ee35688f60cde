import type { TrainingSettings } from '../document/document.ts';
import { schedules } from '../optim/schedules/registry.ts';
import type { StepSettings } from './learned-parameters.ts';

/**
 * What one update needs to know: the optimizer's settings with the learning rate times the schedule's factor.
 *
 * @param done steps done before it
 */
export function stepSettings(settings: TrainingSettings, done: number): StepSettings {
  const { optimizerSettings, schedule, scheduleSettings, clipNorm, clipValue } = settings;
  const factor = schedules[schedule].factor(done, scheduleSettings);
  const optimizer =
    factor === 1
      ? optimizerSettings
      : { ...optimizerSettings, learningRate: (optimizerSettings['learningRate'] ?? 0) * factor };
  return { step: done + 1, optimizer, clipNorm, clipValue };
}
