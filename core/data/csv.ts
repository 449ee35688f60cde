/**
 * CSV text to a table of typed columns. Guesses delimiter, header and types, each of which the person can correct; rows that
 * do not fit are counted and shown, never dropped in silence.
 *
 * Splitting lines is papaparse's work, always with `header: false`: its header mode loses a `__proto__` column.
 */
import Papa from 'papaparse';
import { decodeUtf8, Utf8Error } from '../tensor/utf8.ts';
import { finish, type Steps } from '../text/steps.ts';
import type { Column, ColumnType, DataTable } from './data-settings.ts';
import { FileError } from './file-error.ts';

export interface CsvRequest {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** null = guess */
  readonly delimiter: string | null;
  readonly hasHeader: boolean | null;
  /** Types that the person corrected, by column number. */
  readonly types: Readonly<Record<string, ColumnType>>;
}

export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
}

/** What the text turned out to be, and what was not understood. */
export interface ParsedTable {
  readonly table: DataTable;
  readonly delimiter: string;
  readonly hasHeader: boolean;
  readonly rejected: { readonly count: number; readonly examples: readonly RejectedRow[] };
  /** Rows of the text, the header among them; more than the table has where only every so many-th was kept. */
  readonly rowsInFile: number;
  /** 1 = every row was kept. */
  readonly every: number;
}

export interface SplitRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Rows of equal length, before anything is known of their types. */
export interface SplitTable extends Omit<ParsedTable, 'table' | 'hasHeader'> {
  readonly name: string;
  readonly rows: readonly SplitRow[];
}

const MEGABYTE = 1_048_576;
export const LIMITS = { bytes: 64 * MEGABYTE, columns: 10_000, cells: 5_000_000 } as const;
const DELIMITERS = [',', ';', '\t', '|'];
const EXAMPLES = 5;
const GUESSED_FROM = 65_536;
const LONGEST_NAME = 80;
/** Rows that tell whether the first one is a header. */
const LOOKED_AT = 1001;
const missing = new Set(['', 'na', 'n/a', 'nan', 'null', '?']);

/** @throws FileError when the text is not a table within the limits */
export function parseCsv({ name, bytes, delimiter, hasHeader, types }: CsvRequest): ParsedTable {
  const text = readText(name, bytes);
  const split = splitRows(name, text, delimiter);
  const width = mostCommonWidth(split.rows);
  if (width > LIMITS.columns) {
    throw new FileError(`"${name}" has ${width} columns; up to ${LIMITS.columns} can be read. Keep the ones you need.`);
  }
  if (width * split.rows.length > LIMITS.cells) {
    const cells = width * split.rows.length;
    throw new FileError(`"${name}" has ${cells} cells; up to ${LIMITS.cells} can be read. Take a part of it.`);
  }
  const rejected: RejectedRow[] = [];
  let rejectedCount = 0;
  const reject = (line: number, reason: string): void => {
    rejectedCount++;
    if (rejected.length < EXAMPLES) rejected.push({ line, reason });
  };
  for (const { line, reason } of split.errors) reject(line, reason);
  const rows = split.rows.filter(({ cells, line }) => {
    if (cells.length === width) return true;
    reject(line, `has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where the others have ${width}`);
    return false;
  });
  const { delimiter: used } = split;
  const counted = { count: rejectedCount, examples: rejected };
  return assembleTable(
    { name, rows, delimiter: used, rejected: counted, rowsInFile: rows.length, every: 1 },
    hasHeader,
    types,
  );
}

/** @throws FileError when there is a header but nothing below it */
export const assembleTable = (
  split: SplitTable,
  hasHeader: boolean | null,
  types: Readonly<Record<string, ColumnType>>,
): ParsedTable => finish(assembleInSteps(split, hasHeader, types));

/** The same a column at a time. @throws FileError as assembleTable */
export function* assembleInSteps(
  { name, rows, ...facts }: SplitTable,
  hasHeader: boolean | null,
  types: Readonly<Record<string, ColumnType>>,
): Steps<void, ParsedTable> {
  const width = rows[0]!.cells.length;
  const isHeader = hasHeader ?? looksLikeHeader(rows.slice(0, LOOKED_AT).map(({ cells }) => cells));
  const names = uniqueNames(isHeader ? rows[0]!.cells : Array.from({ length: width }, () => ''));
  const first = isHeader ? 1 : 0;
  const count = rows.length - first;
  if (count === 0) {
    throw new FileError(`"${name}" has a header but no rows of data. Add rows, or say that there is no header.`);
  }
  const columns: Column[] = [];
  for (const [i, columnName] of names.entries()) {
    const cells = Array.from({ length: count }, (_, row) => rows[first + row]!.cells[i]!);
    yield;
    columns.push(readColumn(columnName, cells, types[i] ?? null));
    yield;
  }
  const { every, rowsInFile } = facts;
  const thinned = every > 1 ? { every, rowsInFile: rowsInFile - first } : null;
  return { ...facts, table: { name, columns, ...(thinned && { thinned }) }, hasHeader: isHeader };
}

function readText(name: string, bytes: Uint8Array): string {
  if (bytes.length > LIMITS.bytes) {
    const size = Math.ceil(bytes.length / MEGABYTE);
    throw new FileError(`"${name}" is ${size} MB; up to ${LIMITS.bytes / MEGABYTE} MB can be read. Take a part of it.`);
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new FileError(`"${name}" is UTF-16 text. Save it as UTF-8 and open it again.`);
  }
  if (bytes.includes(0)) throw new FileError(`"${name}" is not text: it contains zero bytes. Open a CSV file.`);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  try {
    const text = decodeUtf8(bytes.subarray(start));
    if (text.trim() === '') throw new FileError(`"${name}" is empty. Open a CSV file with at least one row.`);
    return text;
  } catch (error) {
    if (!(error instanceof Utf8Error)) throw error;
    throw new FileError(`"${name}" is not UTF-8 text: ${error.message}. Save it as UTF-8 and open it again.`);
  }
}

interface SplitText {
  readonly rows: readonly SplitRow[];
  readonly delimiter: string;
  readonly errors: readonly RejectedRow[];
}

function splitRows(name: string, text: string, wanted: string | null): SplitText {
  const delimiter = wanted ?? guessDelimiter(text);
  const { data, errors } = Papa.parse<string[]>(text, { header: false, delimiter });
  const broken = new Map<number, string>();
  for (const { type, message, row } of errors) {
    if (type === 'Quotes' && row !== undefined) broken.set(row, `is broken: ${message.toLowerCase()}`);
  }
  const rows: SplitRow[] = [];
  const rejected: RejectedRow[] = [];
  let line = 1;
  data.forEach((raw, i) => {
    const cells = cellsOf(raw);
    const reason = broken.get(i);
    if (reason !== undefined) rejected.push({ line, reason });
    else if (cells.some((cell) => cell !== '')) rows.push({ cells, line });
    line += 1 + raw.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
  });
  if (rows.length === 0) throw new FileError(`"${name}" has no rows. Open a CSV file with at least one row.`);
  return { rows, delimiter, errors: rejected };
}

export const cellsOf = (raw: readonly string[]): string[] => raw.map((cell) => cell.trim());

/** From the beginning alone: trying each one on a long text takes long. */
export function guessDelimiter(text: string): string {
  const { meta } = Papa.parse(text.slice(0, GUESSED_FROM), {
    header: false,
    skipEmptyLines: 'greedy',
    delimitersToGuess: DELIMITERS,
  });
  return meta.delimiter;
}

function mostCommonWidth(rows: SplitText['rows']): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0] as [number, number])[0];
}

const isMissing = (cell: string): boolean => missing.has(cell.toLowerCase());

/** Digits with a point, as Number reads them, but not hexadecimal or the word Infinity. */
export const isNumber = (cell: string): boolean => /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(cell);

/** A first row of words above a column with numbers, or words that occur nowhere below. */
function looksLikeHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = rows;
  if (!first || rest.length === 0 || first.some(isNumber)) return false;
  const hasNumbersBelow = first.some((_, i) => rest.slice(0, 100).some((row) => isNumber(row[i]!)));
  return hasNumbersBelow || first.every((cell, i) => rest.every((row) => row[i] !== cell));
}

/** Empty names become `column 3`, the second `size` becomes `size (2)`. */
function uniqueNames(cells: readonly string[]): string[] {
  const used = new Set<string>();
  const next = new Map<string, number>();
  return cells.map((cell, i) => {
    const base = cell.slice(0, LONGEST_NAME - 8) || `column ${i + 1}`; // room for a number
    let candidate = base;
    for (let n = next.get(base) ?? 2; used.has(candidate); n++) {
      candidate = `${base} (${n})`;
      next.set(base, n + 1);
    }
    used.add(candidate);
    return candidate;
  });
}

function readColumn(name: string, cells: readonly string[], wanted: ColumnType | null): Column {
  const known = cells.filter((cell) => !isMissing(cell));
  const type = wanted ?? (known.length > 0 && known.every(isNumber) ? 'number' : 'category');
  if (type === 'number') {
    return { name, type, values: Float64Array.from(cells, (cell) => (isNumber(cell) ? Number(cell) : NaN)) };
  }
  return { name, type, values: cells.map((cell) => (isMissing(cell) ? '' : cell)) };
}
