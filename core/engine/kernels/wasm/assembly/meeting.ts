/**
 * How threads divide a call among them without waiting for one that does not come. A call has one share for each thread, and
 * whoever is free takes a share that nobody has: its own first, then another's. What a share computes does not depend on who
 * takes it. So a thread that the system has put aside delays nobody, unless it is put aside within its share.
 *
 * Calls are numbered through the life of the memory; numbers go round after 2^32, so they are compared by their difference.
 * Words: how many shares are finished; then, a cache line apart, for each share the number of the call that will next need it.
 */

/** Turns to look before going to sleep: some tens of microseconds, longer than most calls take. */
const SPINS: i32 = 20000;
/** Nanoseconds of a sleep, after which it looks again. */
const SLEEP: i64 = 1000000;
const LINE: usize = 64;

/** Waits until so many shares are finished. */
export function awaitFinished(meeting: usize, count: i32): void {
  let spins: i32 = 0;
  let finished = atomic.load<i32>(meeting);
  while (finished - count < 0) {
    if (++spins > SPINS) atomic.wait<i32>(meeting, finished, SLEEP);
    finished = atomic.load<i32>(meeting);
  }
}

/** Whether the share of the call with this number is now this thread's to compute. */
// @ts-ignore: decorator
@inline
export function claim(meeting: usize, share: i32, number: i32): bool {
  const place = meeting + LINE * <usize>(1 + share);
  return atomic.load<i32>(place) == number && atomic.cmpxchg<i32>(place, number, number + 1) == number;
}

/** @param last how many shares are finished when the call is */
// @ts-ignore: decorator
@inline
export function finishShare(meeting: usize, last: i32): void {
  if (atomic.add<i32>(meeting, 1) + 1 == last) atomic.notify(meeting, -1);
}
