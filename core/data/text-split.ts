/** The division of a text between learning and testing, as token counts, before any model is made of it. */
import type { TextLayout } from '../text/encode-in-steps.ts';
import { splitDocuments } from './text-source.ts';

export interface SplitSizes {
  /** Tokens that training learns from. */
  readonly learned: number;
  /** Tokens that it never sees. */
  readonly heldOut: number;
  /** Where lines are documents, how many of them each has; null in running text, whose end is held out. */
  readonly documents: { readonly learned: number; readonly heldOut: number } | null;
}

/**
 * Exactly what training will make of it. The boundary that ends a document counts with it; the one before the first with what
 * is learned.
 *
 * @param boundary between documents; null where there is none
 */
export function splitSizes(
  ids: Int32Array,
  layout: TextLayout,
  boundary: number | null,
  validationShare: number,
  splitSeed: number,
): SplitSizes {
  if (layout !== 'lines' || boundary === null) {
    const learned = Math.floor((1 - validationShare) * ids.length);
    return { learned, heldOut: ids.length - learned, documents: null };
  }
  const { training, validation } = splitDocuments(ids, boundary, validationShare, splitSeed);
  let heldOut = 0;
  for (const start of validation) {
    let end = start + 1;
    while (end < ids.length && ids[end] !== boundary) end++;
    heldOut += end - start;
  }
  const documents = { learned: training.length, heldOut: validation.length };
  return { learned: ids.length - heldOut, heldOut, documents };
}
