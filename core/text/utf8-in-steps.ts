/**
 * Long texts as UTF-8 and back, a piece at a time: a document holds its text as bytes, which cross a port in parts and lie outside
 * a page's script memory; only who learns from it makes a string of it.
 */
import { decodeUtf8, encodeUtf8, passUtf8, Utf8Error } from '../tensor/utf8.ts';
import type { Steps } from './steps.ts';

/** Bytes, or UTF-16 units, of a piece. */
const PIECE = 65_536;
/** Arguments of one call. */
const UNITS_AT_ONCE = 8192;

/** @yields the share done @throws Utf8Error naming the first byte that is not UTF-8 */
export function* textOfUtf8(utf8: Uint8Array): Steps<number, string> {
  const parts: string[] = [];
  for (const [part, end] of piecesOf(utf8)) {
    parts.push(part);
    yield end / utf8.length;
  }
  return parts.join('');
}

/** Makes no string of it. @throws Utf8Error naming the first byte that is not UTF-8 */
export function* expectUtf8(utf8: Uint8Array): Steps<void, void> {
  for (let at = 0; at < utf8.length;) {
    at = passUtf8(utf8, at, Math.min(utf8.length, at + PIECE));
    yield;
  }
}

/** The first UTF-16 units of a text, as many as there are; one less where the last would be half a character. */
export function beginningOfUtf8(utf8: Uint8Array, units: number): string {
  const bytes = utf8.subarray(0, endOfCharacter(utf8, 0, 3 * units + 3)); // a unit takes up to three bytes
  const text = decoded(bytes, 0);
  return text.slice(0, isInsidePair(text, units) ? units - 1 : units);
}

/** Halves of a surrogate pair become U+FFFD. @yields the share done */
export function* utf8OfText(text: string): Steps<number, Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + PIECE);
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end++;
    const part = encoded(text.slice(start, end));
    parts.push(part);
    length += part.length;
    start = end;
    yield end / text.length;
  }
  const utf8 = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    utf8.set(part, at);
    at += part.length;
  }
  return utf8;
}

function* piecesOf(utf8: Uint8Array): Generator<readonly [text: string, end: number], void, void> {
  for (let start = 0; start < utf8.length;) {
    const end = endOfCharacter(utf8, start, PIECE);
    yield [decoded(utf8.subarray(start, end), start), end];
    start = end;
  }
}

/** Up to `length` bytes on, not inside a character: its later bytes begin with the bits 10. */
function endOfCharacter(utf8: Uint8Array, start: number, length: number): number {
  let end = Math.min(utf8.length, start + length);
  for (let back = 0; back < 3 && end < utf8.length && utf8[end]! >> 6 === 2; back++) end--;
  return end;
}

function decoded(bytes: Uint8Array, offset: number): string {
  if (bytes.every((byte) => byte < 0x80)) {
    const parts: string[] = [];
    for (let at = 0; at < bytes.length; at += UNITS_AT_ONCE) {
      parts.push(String.fromCharCode(...bytes.subarray(at, at + UNITS_AT_ONCE)));
    }
    return parts.join('');
  }
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    if (error instanceof Utf8Error) throw new Utf8Error(offset + error.offset, error.byte);
    throw error;
  }
}

function encoded(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return encodeUtf8(text);
    bytes[i] = unit;
  }
  return bytes;
}

/** Whether a place in a text is between the two units of one character. */
export const isInsidePair = (text: string, place: number): boolean => text.codePointAt(place - 1)! > 0xffff;

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
