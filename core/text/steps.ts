/**
 * Long work on text, cut into pieces of a few milliseconds: whoever runs it decides how many pieces to take at once, shows how
 * far it is, and can stop between two of them. In a test or on the command line it simply runs to its end.
 */
export type Steps<Progress, Result> = Generator<Progress, Result, void>;

/** Runs long work to its end. */
export function finish<Progress, Result>(
  steps: Steps<Progress, Result>,
  onProgress?: (progress: Progress) => void,
): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    onProgress?.(step.value);
  }
}
