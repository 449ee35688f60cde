import type { InTurns } from '../training/retrace.ts';

/** Work whose turns all count as the same share of something longer. */
export function* atShare<Result>(work: Generator<unknown, Result, void>, share: number): InTurns<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    yield share;
  }
}
