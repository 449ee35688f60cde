/** What is said about repeated timings. */

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param rounds [{ steps, seconds }] @returns steps per second */
export function speedOf(rounds) {
  const speeds = rounds.map(({ steps, seconds }) => steps / seconds);
  return { median: median(speeds), lowest: Math.min(...speeds), highest: Math.max(...speeds) };
}

/** The median over the rounds of ours / theirs, both of the same round, so that what slowed both down cancels out. */
export function ratioOf(ours, theirs) {
  const speed = ({ steps, seconds }) => steps / seconds;
  return median(theirs.map((round, i) => speed(ours[i]) / speed(round)));
}
