/** What a column of a table can hold, as people choose it. */
import type { ColumnType } from '../../core/data/data-settings.ts';

export const columnTypes: readonly { readonly value: ColumnType; readonly title: string }[] = [
  { value: 'number', title: 'numbers' },
  { value: 'category', title: 'words' },
];
