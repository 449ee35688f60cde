/**
 * Tokens laid out in rows of monospaced text, so that only the rows in view need elements. A row ends before it is full, and
 * after a token that ends a line.
 */

export interface RowSettings {
  /** Characters that fit into a row. */
  readonly columns: number;
  /** Room that the edges of each token take, in characters. */
  readonly padding: number;
  /** Ends a row: a line break or the token between documents. */
  readonly endsLine: (id: number) => boolean;
}

/** Characters that are about two columns wide: East Asian and pictures. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{1faff}]/gu;

export function widthOf(text: string): number {
  // Most tokens are short and plain.
  let isPlain = true;
  for (let i = 0; i < text.length && isPlain; i++) isPlain = text.charCodeAt(i) < 0x1100;
  return isPlain ? text.length : [...text].length + (text.match(wide)?.length ?? 0);
}

/** @returns the first token of each row, and the number of tokens as the last entry */
export function layOutRows(
  ids: Int32Array,
  tokens: readonly string[],
  { columns, padding, endsLine }: RowSettings,
): number[] {
  // By token, not by place: a page of text has two hundred thousand places.
  const widths = Float64Array.from(tokens, (token) => widthOf(token) + padding);
  const ends = Uint8Array.from(tokens, (_, id) => (endsLine(id) ? 1 : 0));
  const starts = [0];
  let used = 0;
  for (let i = 0; i < ids.length; i++) {
    const width = widths[ids[i]!]!;
    if (used > 0 && used + width > columns) {
      starts.push(i);
      used = 0;
    }
    used += width;
    if (ends[ids[i]!] === 1 && i + 1 < ids.length) {
      starts.push(i + 1);
      used = 0;
    }
  }
  if (ids.length > 0) starts.push(ids.length);
  return starts;
}
