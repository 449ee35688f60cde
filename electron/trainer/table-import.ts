/** One CSV import at a time, fed piece by piece by the page, so that training and messages go on in between. */
import { CsvReader, type CsvProgress } from '../../core/data/csv-reader.ts';
import type { ParsedTable } from '../../core/data/csv.ts';
import type { InputOf, trainerCalls } from '../../core/protocol/contract.ts';
import { inSlices } from './in-slices.ts';

type Clock = Parameters<typeof inSlices>[1];

export class TableImport {
  #reader: CsvReader | null = null;
  #hasEnded = false;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(settings: InputOf<typeof trainerCalls.beginTable>): void {
    this.#reader = new CsvReader(settings);
    this.#hasEnded = false;
  }

  push({ bytes }: InputOf<typeof trainerCalls.pushTable>): CsvProgress {
    return this.#begun.push(bytes);
  }

  /** The table as it is understood now; asked again when the person corrects header or types. */
  async table({ hasHeader, types }: InputOf<typeof trainerCalls.readTable>): Promise<ParsedTable> {
    if (!this.#hasEnded) this.#begun.end();
    this.#hasEnded = true;
    return inSlices(this.#begun.tableInSteps(hasHeader, types), this.#clock);
  }

  drop(): void {
    this.#reader = null;
  }

  get #begun(): CsvReader {
    if (!this.#reader) throw new Error('internal: no table is being read');
    return this.#reader;
  }
}
