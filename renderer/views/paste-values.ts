/** What a spreadsheet's cells mean to the table of parameters: one column of values, or names with values. */
import { parseNumber } from '../ui/number-format.ts';

export type Pasted =
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'named'; readonly values: ReadonlyMap<string, number> }
  | { readonly kind: 'refused'; readonly message: string };

const refuse = (message: string): Pasted => ({ kind: 'refused', message: `${message} Nothing was changed.` });

/** @param text rows by line, cells by tab, as spreadsheets put it on the clipboard */
export function readPasted(text: string): Pasted {
  const rows = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
  const columns = rows[0]!.length;
  if (text.trim() === '') return refuse('The clipboard holds no cells.');
  const ragged = rows.findIndex(({ length }) => length !== columns);
  if (ragged >= 0) {
    return refuse(`Row ${ragged + 1} of what was pasted has ${rows[ragged]!.length} cells, the first has ${columns}.`);
  }
  if (columns > 2) {
    return refuse(`What was pasted has ${columns} columns. Paste one column of values, or two: names and values.`);
  }
  const values = rows.map((row) => parseNumber(row.at(-1)!));
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0)
    return refuse(`Row ${wrong + 1} of what was pasted, “${rows[wrong]!.at(-1)!.slice(0, 40)}”, is no finite number.`);
  if (columns === 1) return { kind: 'values', values };
  const named = new Map(rows.map(([name], i) => [name!.trim(), values[i]!]));
  if (named.size < rows.length) return refuse('What was pasted names a parameter twice.');
  return { kind: 'named', values: named };
}
