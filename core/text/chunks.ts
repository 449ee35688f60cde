/**
 * A long text in chunks that every tokenizer splits as it would split the whole: a chunk ends where a character that is not
 * white space is followed by white space, and no token of any kind reaches across such a place.
 */

const CHUNK_LENGTH = 65_536;

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Pairs of [start, end) in UTF-16 units, in order, without gaps. A text without white space is one chunk. */
export function* chunkBounds(text: string, length = CHUNK_LENGTH): Generator<readonly [number, number], void, void> {
  let start = 0;
  while (start < text.length) {
    let end = Math.min(start + length, text.length);
    while (end < text.length && !(isSpace(text.charCodeAt(end)) && !/\s/.test(text[end - 1]!))) end++;
    yield [start, end];
    start = end;
  }
}
