/** What computed a run belongs to what the run is: other loops may round otherwise. */

export interface KernelIdentity {
  /** For people: `portable float64`. Sets of the same arithmetic give the same bits, on however many threads. */
  readonly arithmetic: string;
  readonly threads: number;
}

/**
 * What to tell people who go on with a run here; null when they get the bits they would have got there.
 *
 * @param before undefined where that was not kept
 */
export function kernelRemark(before: KernelIdentity | undefined, now: KernelIdentity | undefined): string | null {
  if (!before || !now || before.arithmetic === now.arithmetic) return null;
  return `This run was computed by ${before.arithmetic}; here ${now.arithmetic} computes: the last digits may differ.`;
}
