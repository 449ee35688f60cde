/**
 * Reads CSV text piece by piece, so that a file of any size never has to be in memory at once and whoever reads can stop
 * between two pieces. Of very long tables it keeps rows at equal distances, as many as fit, and says so.
 */
import Papa from 'papaparse';
import { decodeUtf8, Utf8Error } from '../tensor/utf8.ts';
import { finish, type Steps } from '../text/steps.ts';
import { assembleInSteps, cellsOf, guessDelimiter, type ParsedTable, type RejectedRow, type SplitRow } from './csv.ts';
import type { ColumnType } from './data-settings.ts';
import { FileError } from './file-error.ts';

export interface CsvReaderSettings {
  readonly name: string;
  /** null = guess from the beginning */
  readonly delimiter: string | null;
  /** More cells than this are not kept; half of the rows are let go each time it is reached. */
  readonly mostCells?: number;
}

/** What has been read so far. */
export interface CsvProgress {
  readonly bytes: number;
  readonly rows: number;
}

/** Enough for training, little enough for a page to prepare at once. */
export const MOST_CELLS = 1_000_000;
/** The usual number of cells is known after this many rows. */
const ROWS_TO_JUDGE = 1000;
const GUESSED_FROM = 65_536;
/** Characters of a row: a quote that never closes would take the rest of the file, and all the time there is. */
const LONGEST_ROW = 8_388_608;
const MOST_COLUMNS = 10_000;
const EXAMPLES = 5;

interface ParserResult {
  readonly data: string[][];
  readonly errors: readonly { readonly type: string; readonly message: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

export class CsvReader {
  readonly #name: string;
  readonly #mostCells: number;
  #delimiter: string | null;
  /** Text that does not end a row yet. */
  #rest = '';
  /** Bytes that do not end a character yet. */
  #pending = new Uint8Array(0);
  #line = 1;
  #bytes = 0;
  #rows = 0;
  #isBlank = true;
  #width: number | null = null;
  #unjudged: SplitRow[] = [];
  #kept: SplitRow[] = [];
  /** Every how many rows one is kept. */
  #every = 1;
  #rejectedCount = 0;
  readonly #rejected: RejectedRow[] = [];

  constructor({ name, delimiter, mostCells = MOST_CELLS }: CsvReaderSettings) {
    this.#name = name;
    this.#delimiter = delimiter;
    this.#mostCells = mostCells;
  }

  /** @throws FileError when it is not UTF-8 text, or no table */
  push(bytes: Uint8Array): CsvProgress {
    this.#read(this.#decode(bytes, false), false);
    return { bytes: this.#bytes, rows: this.#rows };
  }

  /** The last piece has been pushed. @throws FileError as `push` does */
  end(): void {
    this.#read(this.#decode(new Uint8Array(0), true), true);
    if (this.#width === null) this.#judge();
    if (this.#kept.length > 0) return;
    const what = this.#isBlank ? 'is empty' : 'has no rows';
    throw new FileError(`"${this.#name}" ${what}. Open a CSV file with at least one row.`);
  }

  /**
   * What was kept, as columns; may be asked again with what the person corrected.
   *
   * @throws FileError when there is a header but nothing below it
   */
  table(hasHeader: boolean | null, types: Readonly<Record<string, ColumnType>>): ParsedTable {
    return finish(this.tableInSteps(hasHeader, types));
  }

  /** The same a column at a time. @throws FileError as `table` */
  tableInSteps(hasHeader: boolean | null, types: Readonly<Record<string, ColumnType>>): Steps<void, ParsedTable> {
    return assembleInSteps(
      {
        name: this.#name,
        rows: this.#kept,
        delimiter: this.#delimiter ?? ',',
        rejected: { count: this.#rejectedCount, examples: this.#rejected },
        rowsInFile: this.#rows,
        every: this.#every,
      },
      hasHeader,
      types,
    );
  }

  #decode(bytes: Uint8Array, isLast: boolean): string {
    const isFirst = this.#bytes === 0;
    this.#bytes += bytes.length;
    if (isFirst && bytes.length > 1 && bytes[0]! + bytes[1]! === 0xff + 0xfe) {
      throw new FileError(`"${this.#name}" is UTF-16 text. Save it as UTF-8 and open it again.`);
    }
    if (bytes.includes(0)) throw new FileError(`"${this.#name}" is not text: it contains zero bytes. Open a CSV file.`);
    const all = new Uint8Array(this.#pending.length + bytes.length);
    all.set(this.#pending);
    all.set(bytes, this.#pending.length);
    const whole = isLast ? all.length : wholeCharacters(all);
    this.#pending = all.slice(whole);
    const start = isFirst && all[0] === 0xef && all[1] === 0xbb && all[2] === 0xbf ? 3 : 0;
    try {
      return decodeUtf8(all.subarray(start, whole));
    } catch (error) {
      if (!(error instanceof Utf8Error)) throw error;
      throw new FileError(`"${this.#name}" is not UTF-8 text: ${error.message}. Save it as UTF-8 and open it again.`);
    }
  }

  #read(text: string, isLast: boolean): void {
    const all = this.#rest + text;
    this.#isBlank &&= text.trim() === '';
    if (this.#delimiter === null) {
      if (!isLast && all.length < GUESSED_FROM) {
        this.#rest = all;
        return;
      }
      this.#delimiter = guessDelimiter(all);
    }
    const parser = new Papa.Parser({ delimiter: this.#delimiter, newline: /\r\n|\n|\r/.exec(all)?.[0] as '\n' });
    const { data, errors, meta } = parser.parse(all, 0, !isLast) as ParserResult;
    const broken = new Map(
      errors.flatMap(({ type, message, row }) => (type === 'Quotes' && row !== undefined ? [[row, message]] : [])),
    );
    data.forEach((raw, i) => {
      const message = broken.get(i);
      if (message !== undefined) this.#reject(this.#line, `is broken: ${message.toLowerCase()}`);
      else {
        const cells = cellsOf(raw);
        if (cells.some((cell) => cell !== '')) this.#take({ cells, line: this.#line });
      }
      this.#line += 1 + raw.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
    });
    this.#rest = isLast ? '' : all.slice(meta.cursor);
    if (this.#rest.length > LONGEST_ROW) {
      throw new FileError(
        `A quoted cell that begins near line ${this.#line} goes on for more than ${LONGEST_ROW / 1_048_576} MB in "${this.#name}". Close its quotes, or choose the delimiter.`,
      );
    }
  }

  #take(row: SplitRow): void {
    if (this.#width !== null) {
      this.#keep(row);
      return;
    }
    this.#unjudged.push(row);
    if (this.#unjudged.length >= ROWS_TO_JUDGE) this.#judge();
  }

  /** Settles how many cells a row has: what most of the first ones have. */
  #judge(): void {
    const counts = new Map<number, number>();
    for (const { cells } of this.#unjudged) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    this.#width = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
    if (this.#width > MOST_COLUMNS) {
      throw new FileError(
        `"${this.#name}" has ${this.#width} columns; up to ${MOST_COLUMNS} can be read. Keep the ones you need.`,
      );
    }
    const rows = this.#unjudged;
    this.#unjudged = [];
    for (const row of rows) this.#keep(row);
  }

  #keep(row: SplitRow): void {
    const width = this.#width!;
    if (row.cells.length !== width) {
      const cells = `${row.cells.length} ${row.cells.length === 1 ? 'cell' : 'cells'}`;
      this.#reject(row.line, `has ${cells} where the others have ${width}`);
      return;
    }
    if (this.#rows++ % this.#every !== 0) return;
    this.#kept.push(row);
    if (this.#kept.length * width <= this.#mostCells || this.#kept.length < 4) return;
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    this.#every *= 2;
  }

  #reject(line: number, reason: string): void {
    this.#rejectedCount++;
    if (this.#rejected.length < EXAMPLES) this.#rejected.push({ line, reason });
  }
}

/** How many of the bytes end with a whole character: up to three at the end may begin one that goes on. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
