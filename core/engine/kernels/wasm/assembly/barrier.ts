/** Waits until all threads have come here. Two words of memory: how many have come, and how often all have. */

/** Turns to look before going to sleep: some tens of microseconds, longer than most kernels differ. */
const SPINS: i32 = 20000;
/** Nanoseconds of a sleep, after which it looks again. */
const SLEEP: i64 = 1000000;

export function barrier(place: usize, threads: i32): void {
  if (threads == 1) return;
  const round = atomic.load<i32>(place, 4);
  if (atomic.add<i32>(place, 1) == threads - 1) {
    atomic.store<i32>(place, 0);
    atomic.add<i32>(place, 1, 4);
    atomic.notify(place + 4, threads);
    return;
  }
  let spins: i32 = 0;
  while (atomic.load<i32>(place, 4) == round) {
    if (++spins > SPINS) atomic.wait<i32>(place + 4, round, SLEEP);
  }
}
