import { encodeUtf8 } from '../../tensor/utf8.ts';
import { parseCsv } from '../csv.ts';
import type { DataTable } from '../data-settings.ts';

/** A CSV file that comes with the app, read by the same reader as the person's own files. */
export function shippedTable(name: string, csv: string): DataTable {
  return parseCsv({ name, bytes: encodeUtf8(csv), delimiter: ',', hasHeader: true, types: {} }).table;
}
