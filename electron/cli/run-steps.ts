/** The steps of `train`: progress, checkpoints now and then, and an end after the step in work when the person asks for one. */
import type { History } from '../../core/formats/project.ts';
import type { Evaluation } from '../../core/training/frame.ts';
import type { Trainer } from '../../core/training/trainer.ts';
import type { Signal, Surroundings } from './command.ts';
import { Progress } from './progress.ts';

/** Steps between two looks at the clock become twice as many as long as they take less than this, up to `MOST_STEPS_AT_ONCE`. */
const SHORT_MS = 1000;
const MOST_STEPS_AT_ONCE = 64;

export interface StepsToRun {
  readonly steps: number;
  /** Steps between two checkpoints; null = none. */
  readonly saveEvery: number | null;
  /** @param history of the steps done so far */
  readonly save: (history: History) => Promise<void>;
}

export interface StepsRun {
  readonly history: History;
  /** What ended it before its last step; null = nothing did. */
  readonly stoppedBy: Signal | null;
}

/** @throws NonFiniteError when a step had to be refused; the message says at which */
export async function runSteps(
  trainer: Trainer,
  { steps, saveEvery, save }: StepsToRun,
  surroundings: Surroundings,
): Promise<StepsRun> {
  const progress = new Progress(steps, surroundings);
  const losses: Float64Array[] = [];
  const evaluations: Evaluation[] = [];
  const collect = (): number | null => {
    const fresh = trainer.takeLosses();
    losses.push(fresh);
    evaluations.push(...trainer.takeEvaluations());
    return fresh.at(-1) ?? null;
  };
  const historySoFar = (): History => ({ losses: concatenate(losses), evaluations: [...evaluations] });
  let atOnce = 1;
  let looked = surroundings.now();
  for (let done = 0; done < steps;) {
    const nextSave = saveEvery === null ? steps : (Math.floor(done / saveEvery) + 1) * saveEvery;
    const until = Math.min(steps, done + atOnce, nextSave);
    trainer.steps(until - done);
    const time = surroundings.now();
    if (time - looked < SHORT_MS) atOnce = Math.min(MOST_STEPS_AT_ONCE, 2 * atOnce);
    looked = time;
    done = until;
    progress.show(done, collect());
    if (done === nextSave && done < steps) await save(historySoFar());
    await aTurn();
    const stoppedBy = surroundings.stopAsked?.() ?? null;
    if (stoppedBy !== null && done < steps) return { history: historySoFar(), stoppedBy };
  }
  collect();
  return { history: historySoFar(), stoppedBy: null };
}

/** Signals are heard between turns of the event loop. */
const aTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

export function joinHistories(before: History | null, after: History): History {
  if (!before) return after;
  return {
    losses: concatenate([before.losses, after.losses]),
    evaluations: [...before.evaluations, ...after.evaluations],
  };
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
