/** Bytes to text when they may stop in the middle of a character, as the tokens of a byte-pair vocabulary do. */

/** How many bytes from `at` are one character of UTF-8; 0 when they are none. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  for (let k = 1; k < length; k++) if (((bytes[at + k] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1]!;
  const isOverlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const isOutside = (first === 0xed && second >= 0xa0) || (first === 0xf4 && second >= 0x90);
  return isOverlong || isOutside ? 0 : length;
}

/** Decodes what is UTF-8 and gives every other byte to `replace`. */
export function decodeLossy(bytes: Uint8Array, replace: (byte: number) => string): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = characterLength(bytes, at);
    if (length === 0) parts.push(replace(bytes[at]!));
    else {
      let code = length === 1 ? bytes[at]! : bytes[at]! & (0xff >> (length + 1));
      for (let k = 1; k < length; k++) code = (code << 6) | (bytes[at + k]! & 63);
      parts.push(String.fromCodePoint(code));
    }
    at += Math.max(1, length);
  }
  return parts.join('');
}

/** As text, with bytes that are not a character as ⟨E2⟩. */
export function showBytes(bytes: Uint8Array): string {
  return decodeLossy(bytes, (byte) => `⟨${byte.toString(16).toUpperCase().padStart(2, '0')}⟩`);
}
