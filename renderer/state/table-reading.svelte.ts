/** Reading a CSV file in pieces through the training process: progress, cancelling, and asking again with corrections. */
import type { ParsedTable } from '../../core/data/csv.ts';
import type { ColumnType } from '../../core/data/data-settings.ts';
import type { TrainerClient } from '../platform/trainer.ts';
import type { ByteSource } from './byte-source.ts';

/** Some 30 ms of work each (200 MB took 25 s beside other work): the training process hears messages in between. */
const PIECE = 2 ** 18;

export interface ReadingProgress {
  readonly name: string;
  readonly size: number;
  readonly bytes: number;
  readonly rows: number;
  readonly elapsedMs: number;
}

export class TableReading {
  /** null while nothing is being read. */
  progress = $state.raw<ReadingProgress | null>(null);
  #isCancelled = false;
  /** What the training process has read. */
  #read: { readonly source: ByteSource; readonly delimiter: string | null; readonly client: TrainerClient } | null =
    null;

  cancel(): void {
    this.#isCancelled = true;
  }

  /** @returns null when it was cancelled @throws RemoteError when it is no table */
  async table(
    client: TrainerClient,
    source: ByteSource,
    delimiter: string | null,
    hasHeader: boolean | null,
    types: Readonly<Record<string, ColumnType>>,
  ): Promise<ParsedTable | null> {
    const has = this.#read;
    const isRead = has?.source === source && has.delimiter === delimiter && has.client === client;
    if (!isRead && !(await this.#readAll(client, source, delimiter))) return null;
    const parsed = await client.readTable({ hasHeader, types: { ...types } });
    this.#read = { source, delimiter: parsed.delimiter, client };
    return parsed;
  }

  async #readAll(client: TrainerClient, source: ByteSource, delimiter: string | null): Promise<boolean> {
    this.#isCancelled = false;
    this.#read = null;
    const { name, size } = source;
    const started = performance.now();
    try {
      await client.beginTable({ name, delimiter });
      for (let offset = 0; offset < size && !this.#isCancelled; offset += PIECE) {
        const bytes = await source.read(offset, Math.min(PIECE, size - offset));
        const { rows } = await client.pushTable({ bytes });
        this.progress = { name, size, bytes: offset + bytes.length, rows, elapsedMs: performance.now() - started };
      }
      if (this.#isCancelled) await client.dropTable({});
      return !this.#isCancelled;
    } finally {
      this.progress = null;
    }
  }
}
