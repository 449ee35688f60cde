/**
 * A file that the person opened as text to learn from: .txt and .md as they are, one column of a table (.csv, .tsv), or one
 * field of each line of JSON (.jsonl). Columns and fields become one document a line.
 */
import { CsvReader } from '../data/csv-reader.ts';
import type { ParsedTable } from '../data/csv.ts';
import { FileError } from '../data/file-error.ts';
import { decodeText, LARGEST_TEXT, tooLong } from './decode-text.ts';
import { linesOf, type TextLayout } from './encode-in-steps.ts';
import { readJsonLine, stringFields } from './json-lines.ts';
import { usualLayout } from './layout.ts';
import type { Steps } from './steps.ts';

export interface ReadText {
  readonly text: string;
  readonly layout: TextLayout;
  /** Columns or dotted paths of fields that hold text; empty for a plain file. */
  readonly choices: readonly string[];
  readonly chosen: string | null;
  /** Rows or lines without text in that place. */
  readonly skipped: number;
}

/**
 * @param choice a column or field; null takes the one that holds most text (a field `text` before others)
 * @param layout whether each line is a document; null = as the kind of file and its lines have it
 * @yields the share done, from 0 to 1
 * @throws FileError when the file holds no such text
 */
export function* readText(
  name: string,
  bytes: Uint8Array,
  choice: string | null,
  layout: TextLayout | null = null,
): Steps<number, ReadText> {
  const found = yield* readAsItIs(name, bytes, choice);
  return layout === null ? found : { ...found, layout };
}

function* readAsItIs(name: string, bytes: Uint8Array, choice: string | null): Steps<number, ReadText> {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (extension === 'csv' || extension === 'tsv') return yield* readColumn(name, bytes, choice);
  const text = yield* decodeText(name, bytes);
  if (extension === 'jsonl' || extension === 'ndjson') return yield* readField(name, text, choice);
  return { text, layout: usualLayout(text), choices: [], chosen: null, skipped: 0 };
}

const PIECE = 1_048_576;
/** More than this many cells of a table are not taken apart for the text in one of its columns. */
const MOST_CELLS = 20_000_000;

/** In pieces, so that a file of any length that is opened here can be followed and stopped. */
function* readTable(name: string, bytes: Uint8Array): Steps<number, ParsedTable> {
  if (bytes.length > LARGEST_TEXT) throw tooLong(name, bytes.length);
  const reader = new CsvReader({ name, delimiter: null, mostCells: MOST_CELLS });
  for (let at = 0; at < bytes.length; at += PIECE) {
    reader.push(bytes.subarray(at, at + PIECE));
    yield Math.min(1, (at + PIECE) / bytes.length);
  }
  reader.end();
  const parsed = reader.table(null, {});
  if (parsed.every === 1) return parsed;
  throw new FileError(
    `"${name}" has more than ${MOST_CELLS} cells. Keep only the column of text, or take a part of it.`,
  );
}

function* readColumn(name: string, bytes: Uint8Array, choice: string | null): Steps<number, ReadText> {
  const { table, rejected } = yield* readTable(name, bytes);
  const columns = table.columns.flatMap((column) => (column.type === 'category' ? [column] : []));
  const lengthOf = (values: readonly string[]): number => values.reduce((sum, { length }) => sum + length, 0);
  const longest = columns.toSorted((a, b) => lengthOf(b.values) - lengthOf(a.values))[0];
  const column = choice === null ? longest : columns.find((one) => one.name === choice);
  const choices = columns.map((one) => one.name);
  if (!column) {
    const known = choices.length === 0 ? 'It has none: all hold numbers.' : `It has: ${listed(choices)}.`;
    const wanted = choice === null ? 'a column of text' : `a column of text "${choice}"`;
    throw new FileError(`"${name}" does not have ${wanted}. ${known}`);
  }
  const documents = column.values.filter((value) => value !== '').map(onOneLine);
  const skipped = column.values.length - documents.length + rejected.count;
  return { text: joined(name, documents), layout: 'lines', choices, chosen: column.name, skipped };
}

const LINES_LOOKED_AT = 100;
const LINES_PER_STEP = 1000;

function* readField(name: string, text: string, choice: string | null): Steps<number, ReadText> {
  const totals = new Map<string, number>();
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    if (line.trim() === '') continue;
    for (const [path, value] of stringFields(readJsonLine(name, line, number))) {
      totals.set(path, (totals.get(path) ?? 0) + value.length);
    }
    if (number >= LINES_LOOKED_AT) break;
  }
  const choices = [...totals].sort((a, b) => b[1] - a[1]).map(([path]) => path);
  const chosen = choice ?? (totals.has('text') ? 'text' : choices[0]);
  if (chosen === undefined) {
    throw new FileError(
      `"${name}" has no field with text in its first ${number} lines. Open a .jsonl file of objects.`,
    );
  }
  const documents: string[] = [];
  let skipped = 0;
  let taken = 0;
  number = 0;
  for (const line of linesOf(text)) {
    number++;
    taken += line.length + 1;
    if (number % LINES_PER_STEP === 0) yield taken / text.length;
    if (line.trim() === '') continue;
    const value = stringFields(readJsonLine(name, line, number)).find(([path]) => path === chosen)?.[1];
    if (value === undefined || value.trim() === '') skipped++;
    else documents.push(onOneLine(value.toWellFormed())); // an escape can be half a character, which UTF-8 cannot hold
  }
  if (documents.length === 0) {
    throw new FileError(`"${name}" has no text in the field "${chosen}". It has: ${listed(choices)}.`);
  }
  return { text: joined(name, documents), layout: 'lines', choices, chosen, skipped };
}

const onOneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();

function joined(name: string, documents: readonly string[]): string {
  if (documents.length === 0) throw new FileError(`"${name}" has no text in that column. Choose another.`);
  return `${documents.join('\n')}\n`;
}

const listed = (names: readonly string[]): string =>
  names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
