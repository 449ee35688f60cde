import { describe, expect, test } from 'vitest';
import { initialSettings } from '../../settings/field.ts';
import { Random } from '../../tensor/random.ts';
import { defaultDataSettings, prepareData, tableOf } from '../prepare.ts';
import type { Dataset } from './dataset.ts';
import { datasets, type DatasetName } from './registry.ts';

describe.each(Object.entries<Dataset>(datasets))('data set %s', (name, dataset) => {
  const settings = defaultDataSettings(name as DatasetName);

  test('explains itself', () => {
    expect(dataset.title).not.toBe('');
    expect(dataset.description).toMatch(/\.$/);
    for (const field of Object.values(dataset.fields)) expect(field.description).toMatch(/\.$/);
  });

  test('can be prepared for the task it names, with rows on both sides of its split', () => {
    const data = prepareData(settings);
    expect(data.task).toBe(dataset.task);
    expect(data.trainingRows.length).toBeGreaterThanOrEqual(4);
    expect(data.validationRows.length > 0).toBe(dataset.validationShare > 0);
    expect(data.inputValues.every(Number.isFinite)).toBe(true);
    expect(data.targetValues.every(Number.isFinite)).toBe(true);
  });

  test('is the same every time, and changes with its seed where it has one', () => {
    expect(tableOf(settings)).toEqual(tableOf(settings));
    if (!('seed' in dataset.fields)) return;
    const chosen = initialSettings(dataset.fields);
    const other = dataset.make({ ...chosen, seed: 2 }, Random.fromSeed(2));
    expect(other).not.toEqual(tableOf(settings));
  });

  test('makes as many examples as asked for', () => {
    if (!('size' in dataset.fields)) return;
    const { columns } = dataset.make({ ...initialSettings(dataset.fields), size: 33 }, Random.fromSeed(1));
    for (const { values } of columns) expect(values).toHaveLength(33);
  });
});

test('penguins are all 344, two of them without measurements', () => {
  const { droppedRows, trainingRows, validationRows, targets } = prepareData(defaultDataSettings('penguins'));
  expect(trainingRows.length + validationRows.length).toBe(342);
  expect(droppedRows).toBe(2);
  expect(targets.map(({ name }) => name)).toEqual(['species = Adelie', 'species = Chinstrap', 'species = Gentoo']);
});

test('iris are 150, fifty of each species', () => {
  const { targetValues, targets } = prepareData(defaultDataSettings('iris'));
  const counts = targets.map((_, i) => targetValues.filter((value, at) => at % 3 === i && value === 1).length);
  expect(counts).toEqual([50, 50, 50]);
});

test('digits are 1797 pictures, as many of each digit as the source says, their ink from 0 to 1', () => {
  const { inputValues, targetValues, targets, inputs } = prepareData(defaultDataSettings('digits'));
  expect(inputs).toHaveLength(64);
  expect(inputValues).toHaveLength(1797 * 64);
  expect(Math.min(...inputValues.subarray(0, 6400))).toBe(0);
  expect(Math.max(...inputValues.subarray(0, 6400))).toBe(1);
  const counts = targets.map((_, i) => targetValues.filter((value, at) => at % 10 === i && value === 1).length);
  expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
});

test('wines are 178, of three growers', () => {
  const { targetValues } = prepareData(defaultDataSettings('wine'));
  const counts = [0, 1, 2].map((i) => targetValues.filter((value, at) => at % 3 === i && value === 1).length);
  expect(counts).toEqual([59, 71, 48]);
});

test('two blobs are a yes-or-no question, four are classes', () => {
  const blobs = defaultDataSettings('blobs');
  const of = (classes: number) =>
    prepareData({
      ...blobs,
      source: { ...blobs.source, settings: { classes, size: 80, noise: 0.1, seed: 1 } } as never,
    });
  expect(of(2).task).toBe('binary');
  expect(of(4).targets).toHaveLength(4);
});

test('recipes score from 0 to 10, sweeter with sugar and drier with flour', () => {
  const { columns } = tableOf(defaultDataSettings('recipe'));
  const column = (name: string): number[] => [...columns.find((entry) => entry.name === name)!.values] as number[];
  for (const score of ['sweet', 'fluffy', 'dry'])
    for (const value of column(score)) expect(value).toBeGreaterThanOrEqual(0);
  for (const score of ['sweet', 'fluffy', 'dry']) expect(Math.max(...column(score))).toBeLessThanOrEqual(10);
  expect(correlation(column('sugar'), column('sweet'))).toBeGreaterThan(0.7);
  expect(correlation(column('flour'), column('dry'))).toBeGreaterThan(0.4);
  expect(correlation(column('eggs'), column('fluffy'))).toBeGreaterThan(0.4);
});

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = (a: readonly number[], b: readonly number[]): number =>
    mean(a.map((value, i) => (value - mean(a)) * (b[i]! - mean(b))));
  return spread(x, y) / Math.sqrt(spread(x, x) * spread(y, y));
}
