import type { NetworkDocument } from '../document.ts';
import { fragmentOf } from '../fragment.ts';
import { refuse } from './command.ts';
import { BESIDE, paste, type PasteResult, type Shift } from './paste.ts';

/** Copies layers and notes beside themselves, with all their values and the connections among them. */
export function duplicate(document: NetworkDocument, items: Iterable<string>, shift: Shift = BESIDE): PasteResult {
  const fragment = fragmentOf(document, items);
  if (fragment.layers.length + fragment.notes.length === 0) {
    return refuse('Nothing is selected. Select layers or notes to duplicate.');
  }
  return paste(document, fragment, 'duplicate', shift);
}
