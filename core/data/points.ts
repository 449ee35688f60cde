/**
 * Data drawn by hand: points of a plane with a class or a number each, or of a curve. A table like any other, so that it is
 * saved, split and trained on like any other; these are the edits of it.
 */
import type { Column, DataSettings, DataTable } from './data-settings.ts';

export const POINTS_NAME = 'My points';

/** What a point is given besides its place: the word of its class, or its number. */
export type PointValue = string | number;

/** Where a point lies: one number for a curve, whose height is the value; two on a plane. */
export type Place = readonly number[];

/** Whether the examples of these settings can be edited as points: one or two columns of numbers in, one target. */
export function arePoints(table: DataTable, { inputs, targets }: DataSettings): boolean {
  const isNumber = (name: string): boolean =>
    table.columns.some((column) => column.name === name && column.type === 'number');
  if (inputs.length < 1 || inputs.length > 2 || targets.length !== 1 || !inputs.every(isNumber)) return false;
  if (inputs.length === 1 && !isNumber(targets[0]!)) return false;
  // A row with a gap is no point, and the rows must keep their numbers.
  return table.columns.every((column) =>
    column.type === 'number' ? column.values.every(Number.isFinite) : column.values.every((word) => word !== ''),
  );
}

/** The smallest start: one point of each of two classes, or the two ends of a line. */
export function startingPoints(inputs: readonly string[], target: string, isClass: boolean): DataTable {
  const columns: Column[] = inputs.map((name) => ({ name, type: 'number', values: Float64Array.of(-0.5, 0.5) }));
  columns.push(
    isClass
      ? { name: target, type: 'category', values: ['A', 'B'] }
      : { name: target, type: 'number', values: Float64Array.of(-0.5, 0.5) },
  );
  return { name: POINTS_NAME, columns };
}

/** @param values by column name; a column without one gets 0, or its first word */
export function addPoint(table: DataTable, values: Readonly<Record<string, PointValue>>): DataTable {
  return edit(table, (column) => {
    const value = values[column.name];
    if (column.type === 'number') return Float64Array.of(...column.values, typeof value === 'number' ? value : 0);
    return [...column.values, value === undefined ? (column.values[0] ?? 'A') : String(value)];
  });
}

/** Replaces what is named of one row. */
export function changePoint(table: DataTable, row: number, values: Readonly<Record<string, PointValue>>): DataTable {
  return edit(table, (column) => {
    const value = values[column.name];
    if (value === undefined) return column.values;
    if (column.type === 'number') return column.values.with(row, Number(value));
    return column.values.with(row, String(value));
  });
}

export function removePoint(table: DataTable, row: number): DataTable {
  return edit(table, (column) =>
    column.type === 'number' ? column.values.filter((_, i) => i !== row) : column.values.filter((_, i) => i !== row),
  );
}

function edit(table: DataTable, change: (column: Column) => Float64Array | readonly string[]): DataTable {
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, values: change(column) }) as Column),
  };
}
