/**
 * Whether a text is one running text or a list of documents, one a line, where nobody said which. The rows of a table and the lines of
 * a .jsonl file are documents; a plain file is one list or one text, told by its lines. The window and the command line ask here both.
 */
import { linesOf, type TextLayout } from './encode-in-steps.ts';

const LINES_LOOKED_AT = 1000;
const CHARACTERS_LOOKED_AT = 65_536;
/** A paragraph of Chinese is one word by its spaces, but no item of a list. */
const LONGEST_ITEM = 32;
const MOST_OF_THEM = 0.9;

/** A list when it has at least two lines and nine in ten are one short word each, such as names or sums; else running text. */
export function usualLayout(text: string): TextLayout {
  let lines = 0;
  let items = 0;
  for (const line of linesOf(text.slice(0, CHARACTERS_LOOKED_AT))) {
    const content = line.trim();
    if (content === '') continue;
    lines++;
    if (content.length <= LONGEST_ITEM && !/\s/.test(content)) items++;
    if (lines === LINES_LOOKED_AT) break;
  }
  return lines >= 2 && items >= MOST_OF_THEM * lines ? 'lines' : 'continuous';
}
