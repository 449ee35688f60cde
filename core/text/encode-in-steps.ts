/** A whole corpus as token ids, piece by piece, for training. */
import { chunkBounds } from './chunks.ts';
import type { Steps } from './steps.ts';
import type { Tokenizer } from './tokenizers/tokenizer.ts';

/** One running text, or one document a line (names, sums). */
export type TextLayout = 'continuous' | 'lines';

/**
 * The ids of a text. Lines become documents when the tokenizer has a boundary: it stands before the first, between any two and
 * after the last, and empty lines are left out. In every other case this equals `tokenizer.encode(text)`.
 *
 * @yields the share done, from 0 to 1
 * @throws UnknownTokenError as encode does
 */
export function* encodeInSteps(tokenizer: Tokenizer, text: string, layout: TextLayout): Steps<number, Int32Array> {
  const { boundary } = tokenizer.special;
  const ids = new GrowingIds();
  if (layout === 'lines' && boundary !== null) {
    ids.push(boundary);
    let taken = 0;
    for (const line of linesOf(text)) {
      const document = line.trimEnd();
      if (document !== '') {
        ids.append(tokenizer.encode(document));
        ids.push(boundary);
      }
      taken += line.length + 1;
      if ((ids.length & 1023) < 32) yield Math.min(1, taken / text.length);
    }
  } else {
    for (const [start, end] of chunkBounds(text)) {
      ids.append(tokenizer.encode(text.slice(start, end)));
      yield end / text.length;
    }
  }
  return ids.take();
}

/** Without building an array of all of them. */
export function* linesOf(text: string): Generator<string, void, void> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end < 0 ? undefined : end);
    start = end < 0 ? text.length : end + 1;
  }
}

class GrowingIds {
  #held = new Int32Array(1024);
  length = 0;

  push(id: number): void {
    this.#reserve(1);
    this.#held[this.length++] = id;
  }

  append(ids: Int32Array): void {
    this.#reserve(ids.length);
    this.#held.set(ids, this.length);
    this.length += ids.length;
  }

  take(): Int32Array {
    return this.#held.slice(0, this.length);
  }

  #reserve(more: number): void {
    if (this.length + more <= this.#held.length) return;
    const larger = new Int32Array(Math.max(this.length + more, 2 * this.#held.length));
    larger.set(this.#held.subarray(0, this.length));
    this.#held = larger;
  }
}
