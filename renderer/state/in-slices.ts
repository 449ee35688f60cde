/** Work that the person waits for and that would hold up the window in one go: a slice, then input and painting, then the next. */
import type { Steps } from '../../core/text/steps.ts';

/** Less than a frame. */
const SLICE_MS = 10;

/** @returns what it comes to; what it throws, it throws here */
export async function inSlices<Result>(work: Steps<unknown, Result>): Promise<Result> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const { done, value } = work.next();
      if (done === true) return value;
    } while (performance.now() < end);
    await new Promise((resolve) => setTimeout(resolve));
  }
}
