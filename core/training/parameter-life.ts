/** The biography of one parameter: its value and its gradient at every step of a run, and the updates that moved it most. */
import type { InTurns, Retracer } from './retrace.ts';
import type { Trainer } from './trainer.ts';

/** One update of the parameter and the examples that it came from. */
export interface Jump {
  /** The update that made it: from `step - 1` updates to `step`. */
  readonly step: number;
  readonly from: number;
  readonly to: number;
  readonly gradient: number;
  /** Rows of the prepared data in the step's batch: the first `MOST_ROWS` of them. */
  readonly rows: Uint32Array;
  readonly batchSize: number;
}

export interface ParameterLife {
  readonly first: number;
  /** [steps + 1]: after `first`, `first + 1` ... updates. */
  readonly values: Float64Array;
  /** [steps]: of the update that followed the value of the same index. */
  readonly gradients: Float64Array;
  /** Largest first. */
  readonly jumps: readonly Jump[];
  /** Steps after which it was set by hand, with what it was and what it became. */
  readonly edits: readonly { readonly step: number; readonly from: number; readonly to: number }[];
}

export interface LifeQuestion {
  readonly branch: number;
  readonly first: number;
  readonly last: number;
  readonly id: string;
  readonly index: number;
}

const MOST_JUMPS = 5;
const MOST_ROWS = 64;

/** @throws RangeError when the run has no such steps or the network no such parameter */
export function* parameterLife(retracer: Retracer, question: LifeQuestion): InTurns<ParameterLife> {
  const { branch, first, last, id, index } = question;
  const values = new Float64Array(last - first + 1);
  const gradients = new Float64Array(last - first);
  const edits: { step: number; from: number; to: number }[] = [];
  /** Steps of the largest updates, largest first, with their size. */
  let largest: { step: number; size: number }[] = [];
  let at = 0;
  const take = (trainer: Trainer): void => {
    const before = trainer.valueOf(id, index);
    if (at === 0) values[0] = before;
    gradients[at] = trainer.stepKeepingGradient(id, index);
    const after = trainer.valueOf(id, index);
    values[++at] = after;
    const size = Math.abs(after - before);
    if (largest.length === MOST_JUMPS && size <= largest.at(-1)!.size) return;
    largest = [...largest, { step: first + at, size }].sort((a, b) => b.size - a.size).slice(0, MOST_JUMPS);
  };
  const edited = (trainer: Trainer): void => {
    const to = trainer.valueOf(id, index);
    if (to !== values[at]) edits.push({ step: first + at, from: values[at]!, to });
  };
  for (const share of retracer.walk(branch, { first, last }, take, edited)) yield 0.9 * share;
  const jumps: Jump[] = [];
  for (const { step, size } of largest) {
    if (size === 0) continue;
    yield* retracer.goTo(branch, step - 1);
    const { trainer } = retracer;
    const from = trainer.valueOf(id, index);
    const rows = trainer.nextRows();
    const gradient = trainer.stepKeepingGradient(id, index);
    const to = trainer.valueOf(id, index);
    jumps.push({ step, from, to, gradient, rows: rows.slice(0, MOST_ROWS), batchSize: rows.length });
  }
  return { first, values, gradients, jumps, edits };
}
