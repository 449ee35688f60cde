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

/** @throws Utf8Error naming the first byte that is not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let units: number[] = [];
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i]!;
    const extra = first < 0x80 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    let code = extra === 0 ? first : first & (0x3f >> extra);
    for (let k = 1; k <= extra; k++) {
      const next = bytes[i + k];
      if (next === undefined || next >> 6 !== 2) code = -1;
      if (code >= 0) code = (code << 6) | (next! & 63);
    }
    const least = [0, 0x80, 0x800, 0x10000][extra]!;
    const isSurrogate = code >= 0xd800 && code < 0xe000;
    if ((extra > 0 && first < 0xc0) || first > 0xf4 || code < least || code > 0x10ffff || isSurrogate) {
      throw new Utf8Error(i, first);
    }
    if (code >= 0x10000) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    i += extra + 1;
    if (units.length >= CHUNK) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  return parts.join('') + String.fromCharCode(...units);
}
