/** Long work that somebody waits for, between messages and training. */
import type { Steps } from '../../core/text/steps.ts';

interface Clock {
  /** Milliseconds, only ever growing. */
  readonly now: () => number;
  /** Calls back soon, after waiting messages have been handled. */
  readonly soon: (callback: () => void) => void;
}

const SLICE_MS = 8;

/** @returns what it comes to; what it throws, it throws here */
export async function inSlices<Result>(work: Steps<unknown, Result>, { now, soon }: Clock): Promise<Result> {
  for (;;) {
    const end = now() + SLICE_MS;
    do {
      const { done, value } = work.next();
      if (done === true) return value;
    } while (now() < end);
    await new Promise<void>((resolve) => soon(resolve));
  }
}
