import type { NetworkDocument } from '../document.ts';
import { fragmentOf } from '../fragment.ts';
import { refuse } from './command.ts';
import { paste, type PasteResult } from './paste.ts';

/** Copies layers beside themselves, with all their values and the connections among them. */
export function duplicate(document: NetworkDocument, layers: Iterable<string>): PasteResult {
  const fragment = fragmentOf(document, layers);
  if (fragment.layers.length === 0) return refuse('Nothing is selected. Select layers to duplicate.');
  return paste(document, fragment, 'duplicate');
}
