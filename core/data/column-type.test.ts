import { expect, test } from 'vitest';
import { withColumnType } from './column-type.ts';
import type { Column, DataTable } from './data-settings.ts';
import { prepareData, settingsForTable } from './prepare.ts';

const iris: DataTable = {
  name: 'iris.csv',
  columns: [
    { name: 'width', type: 'number', values: Float64Array.of(0.2, 1.3, 2.1, 0.3, 1.5, 2.4) },
    { name: 'label', type: 'number', values: Float64Array.of(0, 1, 2, 0, 1, NaN) },
    { name: 'colour', type: 'category', values: ['red', '', 'red', 'blue', 'red', 'blue'] },
  ],
};
const settings = { ...settingsForTable(iris), inputs: ['width'], targets: ['label'] };
const columnOf = (changed: typeof settings | ReturnType<typeof withColumnType>, name: string): Column =>
  (changed.source as { table: DataTable }).table.columns.find((column) => column.name === name)!;

test('a label of 0, 1 and 2 becomes three classes without reading the file again, and numbers again', () => {
  expect(prepareData(settings).task).toBe('regression');
  const classes = withColumnType(iris, settings, 'label', 'category');
  expect(columnOf(classes, 'label').values).toEqual(['0', '1', '2', '0', '1', '']);
  const { task, targets, droppedRows } = prepareData(classes);
  expect([task, droppedRows]).toEqual(['classes', 1]);
  expect(targets.map(({ name }) => name)).toEqual(['label = 0', 'label = 1', 'label = 2']);
  const table = (classes.source as { table: DataTable }).table;
  expect(columnOf(withColumnType(table, classes, 'label', 'number'), 'label')).toEqual(iris.columns[1]);
});

test('what was chosen for its gaps and scaling goes with the type, that of other columns stays', () => {
  const chosen = {
    ...settings,
    gaps: [
      { column: 'label', choice: 'median' as const },
      { column: 'width', choice: 'mean' as const },
    ],
    scalings: [{ column: 'label', choice: 'range' as const }],
  };
  const { gaps, scalings } = withColumnType(iris, chosen, 'label', 'category');
  expect(gaps).toEqual([{ column: 'width', choice: 'mean' }]);
  expect(scalings).toEqual([]);
});

test('words of which none is a number are refused by name, and stay words', () => {
  expect(() => withColumnType(iris, settings, 'colour', 'number')).toThrow(
    'No cell of "colour" is a number: the first one says "red". It stays words.',
  );
});
