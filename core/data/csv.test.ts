import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../tensor/utf8.ts';
import { parseCsv, type CsvRequest, type ParsedTable } from './csv.ts';
import type { Column } from './data-settings.ts';
import { FileError } from './file-error.ts';

const parse = (text: string | Uint8Array, choice: Partial<CsvRequest> = {}): ParsedTable => {
  const bytes = typeof text === 'string' ? encodeUtf8(text) : text;
  return parseCsv({ name: 'x.csv', bytes, delimiter: null, hasHeader: null, types: {}, ...choice });
};
const columns = (text: string | Uint8Array, choice: Partial<CsvRequest> = {}): [string, Column['type'], unknown[]][] =>
  parse(text, choice).table.columns.map(({ name, type, values }) => [name, type, [...values]]);

describe('reading a table', () => {
  test('finds delimiter, header and types', () => {
    const table = parse('length;species\n1,5;cat\n2.5;dog\n');
    expect(table).toMatchObject({ delimiter: ';', hasHeader: true });
    expect(columns('length;species\n1.5;cat\n-2e3;dog\n')).toEqual([
      ['length', 'number', [1.5, -2000]],
      ['species', 'category', ['cat', 'dog']],
    ]);
    expect(table.table.columns[0]).toMatchObject({ type: 'category' }); // a decimal comma is not a number here
  });

  test.each([
    ['commas', 'a,b\n1,2\n', ','],
    ['tabs', 'a\tb\n1\t2\n', '\t'],
    ['bars', 'a|b\n1|2\n', '|'],
    ['old Macintosh line ends', 'a,b\r1,2\r', ','],
    ['Windows line ends', 'a,b\r\n1,2\r\n', ','],
    ['a byte order mark', '\uFEFFa,b\n1,2\n', ','],
  ])('reads %s', (_, text, delimiter) => {
    expect(parse(text).delimiter).toBe(delimiter);
    expect(columns(text)).toEqual([
      ['a', 'number', [1]],
      ['b', 'number', [2]],
    ]);
  });

  test('believes the person about delimiter, header and types', () => {
    expect(columns('1;2\n3;4', { delimiter: ',', hasHeader: false })).toEqual([
      ['column 1', 'category', ['1;2', '3;4']],
    ]);
    expect(columns('a,b\n1,x', { types: { 0: 'category', 1: 'number' } })).toEqual([
      ['a', 'category', ['1']],
      ['b', 'number', [NaN]],
    ]);
  });

  test('takes numbers without a header for data', () => {
    expect(parse('1,2\n3,4').hasHeader).toBe(false);
    expect(columns('1,2\n3,4')).toEqual([
      ['column 1', 'number', [1, 3]],
      ['column 2', 'number', [2, 4]],
    ]);
  });

  test('knows empty cells, NA, NaN, null and ? as missing', () => {
    expect(columns('n,w\n1,a\nNA,NA\n,c\n3,""\nnan,?\nNULL,b')).toEqual([
      ['n', 'number', [1, NaN, NaN, 3, NaN, NaN]],
      ['w', 'category', ['a', '', 'c', '', '', 'b']],
    ]);
  });

  test.each(['0x10', 'Infinity', '1 000', '1_000', '--1', '1e', '.', '１'])('does not take %s for a number', (cell) => {
    expect(columns(`a,b\n1,${cell}`)[1]![1]).toBe('category');
  });

  test('keeps quoted delimiters, quotes and line breaks', () => {
    expect(columns('a,b\n"x, ""y""\nz",1')).toEqual([
      ['a', 'category', ['x, "y"\nz']],
      ['b', 'number', [1]],
    ]);
  });

  test('makes empty and repeated names unique', () => {
    const names = columns('size,,size,size,size (2)\n1,2,3,4,5').map(([name]) => name);
    expect(names).toEqual(['size', 'column 2', 'size (2)', 'size (3)', 'size (2) (2)']);
  });

  test('keeps a column called __proto__', () => {
    expect(columns('__proto__,constructor\n1,2')).toEqual([
      ['__proto__', 'number', [1]],
      ['constructor', 'number', [2]],
    ]);
  });

  test('counts rows that do not fit, with their line in the file', () => {
    const { rejected, table } = parse('a,b\n"1\n",2\n\n3\n4,5,6\n7,8\n');
    expect(rejected).toEqual({
      count: 2,
      examples: [
        { line: 5, reason: 'has 1 cell where the others have 2' },
        { line: 6, reason: 'has 3 cells where the others have 2' },
      ],
    });
    expect(table.columns[0]!.values).toEqual(Float64Array.of(1, 7));
  });

  test('shows five rejected rows of many', () => {
    const { rejected } = parse(`a,b\n1,2\n3,4\n${'5,6\n'.repeat(20)}${'7\n'.repeat(12)}`);
    expect(rejected.count).toBe(12);
    expect(rejected.examples).toHaveLength(5);
  });
});

describe('a file that is no table is refused with its reason', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', '"x.csv" is empty. Open a CSV file with at least one row.'],
    ['nothing but spaces', ' \n\t\n', '"x.csv" is empty. Open a CSV file with at least one row.'],
    ['nothing but delimiters', ',,,\n,,,\n', '"x.csv" has no rows. Open a CSV file with at least one row.'],
    ['a header alone', 'a,b\n', 'a,b'],
    [
      'UTF-16, little end first',
      Uint8Array.of(0xff, 0xfe, 0x61, 0),
      '"x.csv" is UTF-16 text. Save it as UTF-8 and open it again.',
    ],
    [
      'UTF-16, big end first',
      Uint8Array.of(0xfe, 0xff, 0, 0x61),
      '"x.csv" is UTF-16 text. Save it as UTF-8 and open it again.',
    ],
    [
      'a program',
      Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 1),
      '"x.csv" is not text: it contains zero bytes. Open a CSV file.',
    ],
    [
      'Latin-1',
      Uint8Array.of(0x61, 0x2c, 0xe9, 0x0a),
      '"x.csv" is not UTF-8 text: byte 2 (0xe9) is not UTF-8 text. Save it as UTF-8 and open it again.',
    ],
    [
      '10,001 columns',
      `${'a,'.repeat(10_000)}a\n${'1,'.repeat(10_000)}1\n`,
      '"x.csv" has 10001 columns; up to 10000 can be read. Keep the ones you need.',
    ],
    [
      'more than 5 million cells',
      `${'1,'.repeat(999)}1\n`.repeat(5001),
      '"x.csv" has 5001000 cells; up to 5000000 can be read. Take a part of it.',
    ],
    [
      'more than 64 MB',
      new Uint8Array(64 * 2 ** 20 + 1).fill(97),
      '"x.csv" is 65 MB; up to 64 MB can be read. Take a part of it.',
    ],
  ])('%s', (what, content, message) => {
    if (what === 'a header alone') {
      expect(() => parse(content, { hasHeader: true })).toThrow(
        new FileError('"x.csv" has a header but no rows of data. Add rows, or say that there is no header.'),
      );
      expect(columns(content)).toEqual([
        ['column 1', 'category', [message.split(',')[0]]],
        ['column 2', 'category', ['b']],
      ]);
    } else expect(() => parse(content)).toThrow(new FileError(message));
  });

  test.each([
    ['quotes', '"'.repeat(2 ** 21)],
    ['quotes that never close', `a,b\n${'"x,'.repeat(2 ** 19)}`],
    ['one line', 'a'.repeat(2 ** 21)],
    ['10,000 equal names', `${'a,'.repeat(9999)}a\n${'1,'.repeat(9999)}1`],
  ])('%s are answered within two seconds', (_, text) => {
    const before = performance.now();
    try {
      parse(text);
    } catch (error) {
      expect(error).toBeInstanceOf(FileError);
    }
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
