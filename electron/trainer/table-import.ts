/** One CSV import at a time, fed piece by piece by the page, so that training and messages go on in between. */
import { CsvReader, type CsvProgress } from '../../core/data/csv-reader.ts';
import type { ParsedTable } from '../../core/data/csv.ts';
import type { InputOf, trainerCalls } from '../../core/protocol/contract.ts';

export class TableImport {
  #reader: CsvReader | null = null;
  #hasEnded = false;
  readonly #soon: (callback: () => void) => void;

  /** @param soon calls back after waiting messages have been handled */
  constructor(soon: (callback: () => void) => void) {
    this.#soon = soon;
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
    const work = this.#begun.tableInSteps(hasHeader, types);
    for (;;) {
      const { done, value } = work.next();
      if (done === true) return value;
      await new Promise<void>((resolve) => this.#soon(resolve));
    }
  }

  drop(): void {
    this.#reader = null;
  }

  get #begun(): CsvReader {
    if (!this.#reader) throw new Error('internal: no table is being read');
    return this.#reader;
  }
}
