import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileError } from '../data/file-error.ts';
import { encodeUtf8 } from '../tensor/utf8.ts';
import { LARGEST_TEXT } from './decode-text.ts';
import type { TextLayout } from './encode-in-steps.ts';
import { readText, type ReadText } from './read-text.ts';
import { finish } from './steps.ts';
import { textOfUtf8, utf8OfText } from './utf8-in-steps.ts';

const read = (
  name: string,
  bytes: Uint8Array,
  choice: string | null = null,
  layout: TextLayout | null = null,
): ReadText => finish(readText(name, bytes, choice, layout));
const utf16 = (text: string, isLittle: boolean): Uint8Array =>
  Uint8Array.from([
    ...(isLittle ? [0xff, 0xfe] : [0xfe, 0xff]),
    ...[...Array(text.length).keys()].flatMap((i) => {
      const unit = text.charCodeAt(i);
      return isLittle ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255];
    }),
  ]);

describe('a text file', () => {
  test('is read as it is, with one kind of line break', () => {
    expect(read('a.txt', encodeUtf8('Call me\r\nIshmael.\rYes 🐳\n'))).toEqual({
      text: 'Call me\nIshmael.\nYes 🐳\n',
      layout: 'continuous',
      choices: [],
      chosen: null,
      skipped: 0,
    });
  });

  test('is running text, or a list where its lines are single words, unless the person says otherwise', () => {
    const [verses, names] = [encodeUtf8('To be, or not\nto be: that is\n'), encodeUtf8('anna\nemma\n')];
    expect(read('a.txt', verses).layout).toBe('continuous');
    expect(read('a.txt', verses, null, 'lines').layout).toBe('lines');
    expect(read('a.txt', names).layout).toBe('lines');
    expect(read('a.txt', names, null, 'continuous').layout).toBe('continuous');
  });

  test('may begin with a mark, and may be UTF-16 of either order', () => {
    expect(read('a.md', Uint8Array.of(0xef, 0xbb, 0xbf, 0x68, 0x69)).text).toBe('hi');
    for (const isLittle of [true, false]) expect(read('a.txt', utf16('Wal 🐳 é', isLittle)).text).toBe('Wal 🐳 é');
  });

  test('is the same when its characters lie across the places where it is cut', () => {
    const text = `x${'🐳é\r\n'.repeat(60_000)}`; // cut every 262,144 bytes
    expect(read('a.txt', encodeUtf8(text)).text === text.replaceAll('\r\n', '\n')).toBe(true);
    expect(read('a.txt', utf16(text, true)).text === text.replaceAll('\r\n', '\n')).toBe(true);
  });

  test.each([
    ['an empty file', Uint8Array.of(), '"a.txt" is empty.'],
    ['white space', encodeUtf8(' \n '), '"a.txt" holds only white space.'],
    ['a zero byte', encodeUtf8('abc\0def'), '"a.txt" is not text: byte 3 is 0x00. It seems to be a binary file'],
    ['UTF-16 without mark', utf16('hello', true).subarray(2), 'byte 1 is 0x00. It may be UTF-16 without its mark'],
    ['a wrong byte', Uint8Array.of(0x61, 0xe9, 0x61), 'is not UTF-8 text: byte 1 is 0xe9. Save it as UTF-8'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13), 'is not text but a PNG picture'],
    ['odd UTF-16', Uint8Array.of(0xff, 0xfe, 0x61), 'it has 3 bytes, which is not even'],
    ['half a character', Uint8Array.of(0xfe, 0xff, 0xd8, 0x00), 'damaged UTF-16 text at byte 2: half a character'],
  ])('%s is refused with what and where', (_, bytes, message) => {
    expect(() => read('a.txt', bytes)).toThrow(FileError);
    expect(() => read('a.txt', bytes)).toThrow(message);
  });

  test('above the limit is refused with both sizes', () => {
    expect(() => read('a.txt', new Uint8Array(LARGEST_TEXT + 1))).toThrow('is 257 MB; up to 256 MB can be read');
    expect(() => read('a.csv', new Uint8Array(LARGEST_TEXT + 1))).toThrow('is 257 MB; up to 256 MB can be read');
  });
});

describe('a table', () => {
  const table = encodeUtf8('id,title,body\n1,One,"A longer\ntext, quoted"\n2,Two,Another long text\n3,Three,\n');

  test('gives the column that holds most text, one row a line', () => {
    expect(read('a.csv', table)).toEqual({
      text: 'A longer text, quoted\nAnother long text\n',
      layout: 'lines',
      choices: ['title', 'body'],
      chosen: 'body',
      skipped: 1,
    });
  });

  test('longer than one piece gives every row of its column', () => {
    const long = encodeUtf8(`id,body\n${'7,"words, quoted, that fill a megabyte and a half"\n'.repeat(30_000)}`);
    expect(long.length).toBeGreaterThan(1_400_000);
    expect(read('a.csv', long).text).toHaveLength(30_000 * 'words, quoted, that fill a megabyte and a half\n'.length);
  });

  test('gives the column that was chosen, and names those it has', () => {
    expect(read('a.csv', table, 'title').text).toBe('One\nTwo\nThree\n');
    expect(read('a.csv', table, 'title', 'continuous')).toMatchObject({ chosen: 'title', layout: 'continuous' });
    expect(() => read('a.csv', table, 'id')).toThrow('does not have a column of text "id". It has: title, body.');
  });
});

describe('lines of JSON', () => {
  const lines = encodeUtf8('{"id":"a","document":{"body":"Hello\\nyou"}}\n\n{"document":{"body":"Bye"}}\n{"id":"b"}\n');

  test('give a field by its dotted path', () => {
    expect(read('a.jsonl', lines)).toEqual({
      text: 'Hello you\nBye\n',
      layout: 'lines',
      choices: ['document.body', 'id'],
      chosen: 'document.body',
      skipped: 1,
    });
    expect(read('a.jsonl', lines, 'id').text).toBe('a\nb\n');
  });

  test('has U+FFFD for half a character, as its bytes will have, so that a vocabulary learned from it fits them', () => {
    const lines = encodeUtf8(String.raw`{"text":"so happy \ud83d"}${'\n'}{"text":"\ude00 \ud83d\ude00"}${'\n'}`);
    const { text } = read('a.jsonl', lines);
    expect(text).toBe('so happy \ufffd\n\ufffd 😀\n');
    expect(finish(textOfUtf8(finish(utf8OfText(text))))).toBe(text);
  });

  test('that are not JSON are refused with their number', () => {
    expect(() => read('a.jsonl', encodeUtf8('{"text":"a"}\n{"text":\n'))).toThrow('Line 2 of "a.jsonl" is not JSON');
    expect(() => read('a.jsonl', encodeUtf8('[1]\n'))).toThrow('has no field with text in its first 1 lines');
  });
});

test('a damaged or random file is read or refused by name, nothing else', () => {
  const good = [
    encodeUtf8('a,b\n"x",y\n1,zwei\n'),
    encodeUtf8('{"text":"é🐳"}\n{"text":"b"}\n'),
    utf16('hello 🐳', false),
  ];
  const damaged = fc
    .tuple(fc.constantFrom(...good), fc.nat(60), fc.integer({ min: 0, max: 255 }), fc.nat(60))
    .map(([bytes, at, byte, cut]) =>
      bytes.with(at % bytes.length, byte).slice(0, Math.max(1, bytes.length - (cut % 20))),
    );
  const names = fc.constantFrom('a.txt', 'a.csv', 'a.jsonl', 'a.md', 'noextension');
  fc.assert(
    fc.property(names, fc.oneof(damaged, fc.uint8Array({ maxLength: 60 })), (name, bytes) => {
      try {
        expect(read(name, bytes).text.trim()).not.toBe('');
      } catch (error) {
        expect(error).toBeInstanceOf(FileError);
      }
    }),
    { numRuns: 400 },
  );
});
