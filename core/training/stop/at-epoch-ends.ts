import type { Evaluation } from '../frame.ts';
import type { Trainer } from '../trainer.ts';
import type { StopWatch } from './stop-rule.ts';

/** A watch that looks at the whole splits after each epoch, those too that are not recorded. */
export function atEpochEnds(trainer: Trainer, reason: (measured: Evaluation) => string | null): StopWatch {
  let { epoch } = trainer;
  return {
    ahead: () => trainer.stepsLeftInEpoch,
    reason: () => {
      if (trainer.epoch === epoch) return null;
      ({ epoch } = trainer);
      return reason(trainer.evaluate());
    },
  };
}
