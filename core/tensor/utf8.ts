/** Text as bytes and back, without the platform's own decoder, which core does not have. */

const CHUNK = 8192;

/** A byte that is not UTF-8. */
export class Utf8Error extends Error {
  override readonly name = 'Utf8Error';
  /** Where it stands. */
  readonly offset: number;
  readonly byte: number;

  constructor(offset: number, byte: number) {
    super(`byte ${offset} (0x${byte.toString(16).padStart(2, '0')}) is not UTF-8 text`);
    this.offset = offset;
    this.byte = byte;
  }
}

/** Halves of a surrogate pair, which UTF-8 cannot hold, become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0)!;
    if (code < 0x80) bytes[length++] = code;
    else if (code < 0x800) {
      bytes[length++] = 0xc0 | (code >> 6);
      bytes[length++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[length++] = 0xe0 | (code >> 12);
      bytes[length++] = 0x80 | ((code >> 6) & 63);
      bytes[length++] = 0x80 | (code & 63);
    } else {
      bytes[length++] = 0xf0 | (code >> 18);
      bytes[length++] = 0x80 | ((code >> 12) & 63);
      bytes[length++] = 0x80 | ((code >> 6) & 63);
      bytes[length++] = 0x80 | (code & 63);
    }
  }
  return bytes.slice(0, length);
}

/** The least code point of a character, by the bytes that follow its first. */
const LEAST = [0, 0x80, 0x800, 0x10000] as const;

/** Bytes of a character after its first one. */
const bytesAfter = (first: number): 0 | 1 | 2 | 3 => (first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1);

/** The code point whose bytes begin at a place. @throws Utf8Error when they are not UTF-8 */
function codeAt(bytes: Uint8Array, i: number): number {
  const first = bytes[i]!;
  const extra = bytesAfter(first);
  if (extra === 0) return first;
  let code = first & (0x3f >> extra);
  for (let k = 1; k <= extra; k++) {
    const next = bytes[i + k];
    if (next === undefined || next >> 6 !== 2) throw new Utf8Error(i, first);
    code = (code << 6) | (next & 63);
  }
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  if (first < 0xc0 || first > 0xf4 || code < LEAST[extra] || code > 0x10ffff || isSurrogate) {
    throw new Utf8Error(i, first);
  }
  return code;
}

/**
 * Goes over characters without making a string of them.
 *
 * @returns the place after the first character that ends at or after `end`
 * @throws Utf8Error naming the first byte that is not UTF-8
 */
export function passUtf8(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) at += codeAt(bytes, at) < 0x80 ? 1 : bytesAfter(bytes[at]!) + 1;
  return at;
}

/** @throws Utf8Error naming the first byte that is not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let units: number[] = [];
  for (let i = 0; i < bytes.length;) {
    const code = codeAt(bytes, i);
    if (code >= 0x10000) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    i += bytesAfter(bytes[i]!) + 1;
    if (units.length >= CHUNK) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  return parts.join('') + String.fromCharCode(...units);
}
