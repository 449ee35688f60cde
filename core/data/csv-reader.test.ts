import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../tensor/utf8.ts';
import { CsvReader } from './csv-reader.ts';
import { parseCsv } from './csv.ts';
import { FileError } from './file-error.ts';

/** Reads text in pieces of so many bytes. */
function read(text: string, pieceSize: number, mostCells?: number, delimiter: string | null = null): CsvReader {
  const bytes = encodeUtf8(text);
  const reader = new CsvReader({ name: 'cakes.csv', delimiter, ...(mostCells && { mostCells }) });
  for (let at = 0; at < bytes.length; at += pieceSize) reader.push(bytes.subarray(at, at + pieceSize));
  reader.end();
  return reader;
}

const cakes = 'name,eggs\n"Möhre,\ngroß",2\nkäse,3\nbroken\n\n”x”,45\n';

describe('reading CSV in pieces', () => {
  test.each([1, 2, 3, 7, 1000])(
    'of %i bytes gives what the whole gives, quotes and umlauts across pieces included',
    (size) => {
      const whole = parseCsv({
        name: 'cakes.csv',
        bytes: encodeUtf8(cakes),
        delimiter: null,
        hasHeader: null,
        types: {},
      });
      const pieces = read(cakes, size, undefined, ',').table(null, {});
      expect(whole.rowsInFile).toBe(4);
      expect(pieces).toEqual(whole);
    },
  );

  test.each([
    ['', 'is empty'],
    ['   \n', 'is empty'],
    [',,\n', 'has no rows'],
  ])('of %j says that it %s', (text, what) => {
    expect(() => read(text, 2)).toThrow(`"cakes.csv" ${what}. Open a CSV file with at least one row.`);
  });

  test('keeps rows at equal distances of a table that is too long, the header among them, and counts all', () => {
    const text = `n,m\n${Array.from({ length: 1000 }, (_, i) => `${i},${-i}`).join('\n')}\n`;
    const { table, every, rowsInFile } = read(text, 100, 400).table(null, {});
    expect(rowsInFile).toBe(1001);
    expect(every).toBe(8);
    expect([...table.columns[0]!.values].slice(0, 3)).toEqual([7, 15, 23]);
    expect(table.columns[0]!.name).toBe('n');
    expect(table.columns[0]!.values.length * 2).toBeLessThanOrEqual(400);
  });

  test('corrects header and types without reading again', () => {
    const reader = read('a,b\n1,2\n', 3);
    expect(reader.table(null, {}).table.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(reader.table(false, {}).table.columns[0]!.values).toEqual(['a', '1']);
    expect(reader.table(true, { 0: 'category' }).table.columns[0]!.type).toBe('category');
  });

  test('refuses what is no table, naming the file', () => {
    const open = `a,b\n1,"${'x'.repeat(9 * 2 ** 20)}`;
    expect(() => read(open, 2 ** 20)).toThrow('A quoted cell that begins near line 2 goes on for more than 8 MB');
    expect(() => read('', 10)).toThrow(FileError);
    expect(() => read('a\0b', 10)).toThrow('"cakes.csv" is not text: it contains zero bytes. Open a CSV file.');
  });
});
