import type { Table } from '../document/document.ts';
import type { Trainer } from './trainer.ts';

/** What one update was made of; copies, by parameter id. */
export interface StepTrace {
  /** Number of the update, from 1. */
  readonly step: number;
  readonly gradients: Table<Float64Array>;
  /** How far each parameter moved. */
  readonly updates: Table<Float64Array>;
}

/**
 * Does the next update phase by phase, with the bits of `step`, and tells what it was made of. What has been done of a step
 * already is part of it.
 *
 * @throws NonFiniteError as `step` does
 */
export function traceStep(trainer: Trainer): StepTrace {
  const before = trainer.parameters;
  while (trainer.phase !== 'backward') trainer.advance();
  const gradients = trainer.batchView()?.gradients ?? {};
  trainer.advance();
  const moved = Object.entries(trainer.parameters).map(([id, values]) => {
    const old = before[id]!;
    return [id, values.map((value, i) => value - old[i]!)] as const;
  });
  return { step: trainer.stepsDone, gradients, updates: Object.fromEntries(moved) };
}
