import type { Network } from '../compile/compile.ts';
import type { TrainingSettings } from '../document/document.ts';
import { withoutDecay } from '../optim/optimizers/regularised.ts';
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

/** The same as they are for one parameter: weight decay is 0 where the layer says that it does not apply. */
export function parameterStepSettings(
  network: Network,
  parameterId: string,
  settings: TrainingSettings,
  done: number,
): StepSettings {
  const step = stepSettings(settings, done);
  const decays = network.parameters.find(({ id }) => id === parameterId)?.decays ?? true;
  return decays ? step : { ...step, optimizer: withoutDecay(step.optimizer) };
}

/** @throws RangeError when batches are not of whole numbers */
export function checkedSteps(settings: TrainingSettings): TrainingSettings {
  const { batchSize, accumulation = 1 } = settings;
  if (!Number.isInteger(accumulation) || accumulation < 1)
    throw new RangeError(`Gradients are accumulated over a whole number of batches from 1, not ${accumulation}.`);
  if (Number.isInteger(batchSize) && batchSize >= 1) return settings;
  throw new RangeError(`The batch size must be a whole number from 1, not ${batchSize}.`);
}
