/** A column of a table of one's own read in another way: numbers that are names of classes, or words that are numbers after all. */
import type { Column, ColumnType, DataSettings, DataTable } from './data-settings.ts';
import { isNumber } from './csv.ts';
import { FileError } from './file-error.ts';

/**
 * Numbers become the shortest words that read as them; words that are no number become gaps. What was chosen for the column's
 * gaps or scaling and does not suit its new type is forgotten.
 *
 * @throws FileError when there is no such column, or none of its words is a number
 */
export function withColumnType(table: DataTable, settings: DataSettings, name: string, type: ColumnType): DataSettings {
  const column = table.columns.find((column) => column.name === name);
  if (!column) throw new FileError(`"${table.name}" has no column "${name}".`);
  if (column.type === type) return settings;
  const changed = type === 'number' ? asNumbers(column) : asWords(column);
  const columns = table.columns.map((column) => (column.name === name ? changed : column));
  const { gaps, scalings, ...rest } = settings;
  const others = <Rule extends { readonly column: string }>(rules: readonly Rule[]): Rule[] =>
    rules.filter((rule) => rule.column !== name);
  return {
    ...rest,
    ...(gaps && { gaps: others(gaps) }),
    ...(scalings && { scalings: others(scalings) }),
    source: { kind: 'table', table: { ...table, columns } },
  };
}

function asWords({ name, values }: Column): Column {
  const words = Array.from(values as ArrayLike<number>, (value) => (Number.isFinite(value) ? String(value) : ''));
  return { name, type: 'category', values: words };
}

function asNumbers({ name, values }: Column): Column {
  const words = values as readonly string[];
  if (!words.some(isNumber)) {
    throw new FileError(
      `No cell of "${name}" is a number: the first one says "${(words.find((word) => word !== '') ?? '').slice(0, 40)}". It stays words.`,
    );
  }
  return { name, type: 'number', values: Float64Array.from(words, (word) => (isNumber(word) ? Number(word) : NaN)) };
}
