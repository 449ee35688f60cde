/** How threads share work: equal stretches, in whole units, so that what a thread computes is not seen in the result. */

/** First of the `count` items that belong to `thread`, in units of `unit`. */
// @ts-ignore: decorator
@inline
export function shareStart(count: i32, unit: i32, thread: i32, threads: i32): i32 {
  const units = (count + unit - 1) / unit;
  return min((units * thread / threads) * unit, count);
}

/** One past the last. */
// @ts-ignore: decorator
@inline
export function shareEnd(count: i32, unit: i32, thread: i32, threads: i32): i32 {
  return shareStart(count, unit, thread + 1, threads);
}
