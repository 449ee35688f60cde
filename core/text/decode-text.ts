/**
 * The bytes of a text file as text: UTF-8, or UTF-16 with a byte-order mark. Whatever is not text is refused with its kind and
 * the place of the first byte that shows it. Line breaks of every kind become one line feed.
 */
import { FileError } from '../data/file-error.ts';
import { decodeUtf8, Utf8Error } from '../tensor/utf8.ts';
import type { Steps } from './steps.ts';

const MEGABYTE = 1_048_576;
/** Bytes of a file of text, and of what a document keeps of it as UTF-8. */
export const LARGEST_TEXT = 256 * MEGABYTE;
const SLICE = 262_144;

/** First bytes of files that people take for text. */
const knownKinds: readonly (readonly [kind: string, first: readonly number[]])[] = [
  ['a PDF document', [0x25, 0x50, 0x44, 0x46]],
  ['a ZIP archive (such as .docx or .epub)', [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
];

/**
 * @yields the share done, from 0 to 1
 * @throws FileError saying what the file is or where it stops being text
 */
export function* decodeText(name: string, bytes: Uint8Array): Steps<number, string> {
  if (bytes.length > LARGEST_TEXT) throw tooLong(name, bytes.length);
  const kind = knownKinds.find(([, first]) => first.every((byte, i) => bytes[i] === byte));
  if (kind) throw new FileError(`"${name}" is not text but ${kind[0]}. Save its text as .txt and open that.`);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const parts: string[] = [];
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  const slices = isLittle || isBig ? utf16Slices(name, bytes, isLittle) : utf8Slices(name, bytes, start);
  let endedWithReturn = false;
  for (const [slice, end] of slices) {
    const text = endedWithReturn && slice.startsWith('\n') ? slice.slice(1) : slice;
    parts.push(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
    endedWithReturn = slice.endsWith('\r');
    yield end / bytes.length;
  }
  const whole = parts.join('');
  if (whole.trim() === '') {
    throw new FileError(
      `"${name}" ${bytes.length === 0 ? 'is empty' : 'holds only white space'}. Choose a file with text.`,
    );
  }
  return whole;
}

type Slices = Generator<readonly [text: string, end: number], void, void>;

function* utf8Slices(name: string, bytes: Uint8Array, first: number): Slices {
  for (let start = first; start < bytes.length;) {
    let end = Math.min(start + SLICE, bytes.length);
    // not inside a character: its later bytes begin with the bits 10
    for (let back = 0; back < 3 && end < bytes.length && bytes[end]! >> 6 === 2; back++) end--;
    refuseControls(name, bytes, start, end);
    yield [decodeSlice(name, bytes.subarray(start, end), start), end];
    start = end;
  }
}

function decodeSlice(name: string, slice: Uint8Array, start: number): string {
  try {
    return decodeUtf8(slice);
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    const byte = `0x${error.byte.toString(16).padStart(2, '0')}`;
    throw new FileError(
      `"${name}" is not UTF-8 text: byte ${start + error.offset} is ${byte}. Save it as UTF-8 and open it again.`,
    );
  }
}

/** Bytes that no text has: all control characters but tab, line breaks, form feed, backspace and escape. */
function refuseControls(name: string, bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= 32 || (byte >= 8 && byte <= 13) || byte === 27) continue;
    const shown = `0x${byte.toString(16).padStart(2, '0')}`;
    const hint =
      byte === 0 && looksLikeUtf16(bytes)
        ? 'It may be UTF-16 without its mark; save it as UTF-8.'
        : 'It seems to be a binary file; open a text file.';
    throw new FileError(`"${name}" is not text: byte ${at} is ${shown}. ${hint}`);
  }
}

/** Every other byte of the beginning is zero. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const beginning = bytes.subarray(0, 64);
  const zeros = [0, 0];
  beginning.forEach((byte, i) => (zeros[i % 2]! += byte === 0 ? 1 : 0));
  return bytes.length >= 4 && Math.max(...zeros) > 0.4 * beginning.length && Math.min(...zeros) === 0;
}

function* utf16Slices(name: string, bytes: Uint8Array, isLittle: boolean): Slices {
  if (bytes.length % 2 === 1) {
    throw new FileError(
      `"${name}" is damaged UTF-16 text: it has ${bytes.length} bytes, which is not even. Save it as UTF-8 and open it again.`,
    );
  }
  const unit = (at: number): number =>
    isLittle ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!;
  const isHigh = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
  const isLow = (code: number): boolean => code >= 0xdc00 && code < 0xe000;
  for (let start = 2; start < bytes.length;) {
    let end = Math.min(start + SLICE, bytes.length);
    if (end < bytes.length && isHigh(unit(end - 2))) end -= 2;
    const parts: string[] = [];
    for (let at = start; at < end; at += 2) {
      const code = unit(at);
      const isPaired = isHigh(code) ? at + 2 < end && isLow(unit(at + 2)) : !isLow(code) || isHigh(unit(at - 2));
      if (!isPaired || code === 0) {
        throw new FileError(
          `"${name}" is damaged UTF-16 text at byte ${at}: ${code === 0 ? 'a zero' : 'half a character'}. ` +
            'Save it as UTF-8 and open it again.',
        );
      }
      parts.push(String.fromCharCode(code));
    }
    yield [parts.join(''), end];
    start = end;
  }
}

/** A text that is longer as UTF-8 than the file that it came from, which was UTF-16. */
export function tooLongAsUtf8(name: string, length: number, most = LARGEST_TEXT): FileError {
  return new FileError(
    `"${name}" takes ${Math.ceil(length / MEGABYTE)} MB as UTF-8; up to ${Math.ceil(most / MEGABYTE)} MB can be kept in a project. Take a part of it.`,
  );
}

export function tooLong(name: string, length: number): FileError {
  const size = Math.ceil(length / MEGABYTE);
  return new FileError(`"${name}" is ${size} MB; up to ${LARGEST_TEXT / MEGABYTE} MB can be read. Take a part of it.`);
}
