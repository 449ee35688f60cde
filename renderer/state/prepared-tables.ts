/**
 * Tables ready to be shown and trained on. A large one is prepared in slices before it is used, and found here by whatever asks
 * next: the sheet that shows it, the document that takes it, the views. Small ones are ready at once.
 */
import type { DataSettings, PreparedData } from '../../core/data/data-settings.ts';
import { prepareData, prepareInSteps } from '../../core/data/prepare.ts';
import { inSlices } from './in-slices.ts';

/** Cells that are prepared within some milliseconds. */
const FEW_CELLS = 50_000;
/** As many as an undo and a redo pass between, whatever their size. */
const KEPT = 3;
/** More of them stay, up to so many within so many bytes, so that undo passes over many tables without preparing any again. */
const MOST = 32;
const MOST_BYTES = 128 * 2 ** 20;

export class PreparedTables {
  /** The newest last. */
  readonly #kept = new Map<DataSettings, PreparedData>();

  /** Whether preparing it holds nothing up. */
  isAtHand(settings: DataSettings): boolean {
    return this.#kept.has(settings) || cellsOf(settings) <= FEW_CELLS;
  }

  /** @throws FileError as `prepareData` does */
  get(settings: DataSettings): PreparedData {
    return this.#keep(settings, this.#kept.get(settings) ?? prepareData(settings));
  }

  /** @throws FileError as `prepareData` does */
  async ahead(settings: DataSettings): Promise<PreparedData> {
    if (this.isAtHand(settings)) return this.get(settings);
    await new Promise((resolve) => setTimeout(resolve)); // what asks is shown first
    return this.#keep(settings, await inSlices(prepareInSteps(settings)));
  }

  #keep(settings: DataSettings, prepared: PreparedData): PreparedData {
    this.#kept.delete(settings);
    this.#kept.set(settings, prepared);
    let bytes = [...this.#kept.values()].reduce((sum, table) => sum + bytesOf(table), 0);
    for (const [oldest, table] of this.#kept) {
      const { size } = this.#kept;
      if (size <= KEPT || (size <= MOST && bytes <= MOST_BYTES)) break;
      bytes -= bytesOf(table);
      this.#kept.delete(oldest);
    }
    return prepared;
  }
}

function cellsOf({ source }: DataSettings): number {
  if (source.kind !== 'table') return 0;
  const { columns } = source.table;
  return columns.length * (columns[0]?.values.length ?? 0);
}

/** Of its arrays of numbers, which are nearly all of it. */
const bytesOf = (table: PreparedData): number =>
  Object.values(table).reduce(
    (sum: number, part: unknown) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0),
    0,
  );
