import { describe, expect, test } from 'vitest';
import { addPoint, arePoints, changePoint, removePoint, startingPoints } from './points.ts';
import { defaultDataSettings, prepareData, settingsForTable, tableOf } from './prepare.ts';

describe('points drawn by hand', () => {
  const start = startingPoints(['x1', 'x2'], 'kind', true);

  test('begin with what can be trained on: one of each class, or the ends of a line', () => {
    expect(prepareData({ ...settingsForTable(start), validationShare: 0 }).task).toBe('binary');
    const line = startingPoints(['x'], 'y', false);
    expect(prepareData({ ...settingsForTable(line), validationShare: 0 }).task).toBe('regression');
  });

  test('are added, moved, given another class and removed, and the table before stays as it was', () => {
    const added = addPoint(start, { x1: 0.25, x2: -1, kind: 'C' });
    expect(added.columns.map(({ values }) => values[2])).toEqual([0.25, -1, 'C']);
    const moved = changePoint(added, 2, { x1: 0.75, kind: 'A' });
    expect(moved.columns.map(({ values }) => values[2])).toEqual([0.75, -1, 'A']);
    expect(removePoint(moved, 2)).toEqual(start);
    expect(start.columns[0]!.values).toHaveLength(2);
  });

  test('are what one or two numbers in and one target are; more inputs, or gaps, are not', () => {
    const of = (name: 'circles' | 'line' | 'recipe' | 'penguins'): boolean => {
      const settings = defaultDataSettings(name);
      return arePoints(tableOf(settings), settings);
    };
    expect([of('circles'), of('line'), of('recipe'), of('penguins')]).toEqual([true, true, false, false]);
    const gap = changePoint(start, 0, { x1: NaN });
    expect(arePoints(gap, settingsForTable(start))).toBe(false);
  });
});
