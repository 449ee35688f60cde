import type { Reals } from '../../tensor/reals.ts';
import type { Task } from '../../data/data-settings.ts';

/**
 * How wrong a batch of outputs is, as one number, and the gradient of that number.
 *
 * `outputs` and `targets` are row-major [rows, columns]. Losses over classes take logits, not probabilities.
 */
export interface Loss {
  readonly title: string;
  readonly formula: string;
  /** The tasks that it makes sense for; the first loss that lists a task is its default. */
  readonly tasks: readonly Task[];
  readonly forward: (outputs: Reals, targets: Reals, rows: number, columns: number) => number;
  /** Writes dLoss/dOutput, same shape as outputs. */
  readonly backward: (outputs: Reals, targets: Reals, rows: number, columns: number, gradient: Reals) => void;
  /** Turns one row of outputs into what people read: itself, or probabilities. Writes into `row`. */
  readonly toPrediction: (row: Reals) => void;
}
