import type { Background } from './background.ts';

/** Does all of a piecemeal work between frames. @returns what it comes to */
export function inPieces<Value>(background: Background, work: Generator<void, Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    background.work(() => {
      try {
        const { done, value } = work.next();
        if (done) resolve(value);
        return !done;
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        return false;
      }
    });
  });
}
