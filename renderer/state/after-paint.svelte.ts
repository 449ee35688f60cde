/** For what takes longer than a frame should: it follows what it shows after the frame that everything else answers in. */
import { untrack } from 'svelte';

/**
 * @param read a value that is read as in an effect; to be called while a component is set up
 * @returns that value as it was when the last frame was painted; while it changes in every frame, it is taken over once for each
 */
export function afterPaint<T>(read: () => T): { readonly current: T } {
  let latest = untrack(read);
  let current = $state.raw(latest);
  let isWaiting = false;
  $effect(() => {
    latest = read();
    if (isWaiting || latest === untrack(() => current)) return;
    isWaiting = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        isWaiting = false;
        current = latest;
      }),
    );
  });
  return {
    get current() {
      return current;
    },
  };
}
