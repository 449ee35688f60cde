/** Records of some steps of a run, in the order of their steps. */

interface OfStep {
  readonly step: number;
}

/** Index of the last one not after a step, by halving; -1 = there is none. */
export function indexAt(inOrder: readonly OfStep[], step: number): number {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder[middle]!.step <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Puts a record where it belongs; one of the same step gives way to it. */
export function put<Record extends OfStep>(inOrder: Record[], record: Record): void {
  const at = indexAt(inOrder, record.step);
  const isKnown = at >= 0 && inOrder[at]!.step === record.step;
  if (isKnown) inOrder[at] = record;
  else inOrder.splice(at + 1, 0, record);
}
