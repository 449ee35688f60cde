import { describe, expect, test } from 'vitest';
import type { Column, DataSettings, DataTable } from './data-settings.ts';
import { FileError } from './file-error.ts';
import { prepareData, settingsForTable } from './prepare.ts';

const number = (name: string, ...values: number[]): Column => ({
  name,
  type: 'number',
  values: Float64Array.from(values),
});
const words = (name: string, ...values: string[]): Column => ({ name, type: 'category', values });
const table = (...columns: Column[]): DataTable => ({ name: 'cakes', columns });
const settings = (from: DataTable, change: Partial<DataSettings> = {}): DataSettings => ({
  ...settingsForTable(from),
  validationShare: 0,
  standardise: false,
  ...change,
});

describe('preparing data', () => {
  const cakes = table(
    number('eggs', 0, 2, 4, NaN, 6, 8),
    words('oven', 'gas', 'oak', 'gas', 'gas', '', 'oak'),
    words('taste', 'good', 'bad', 'good', 'bad', 'bad', 'good'),
  );

  test('leaves rows with missing cells out and counts them', () => {
    const { inputValues, droppedRows, trainingRows } = prepareData(settings(cakes, { inputs: ['eggs', 'oven'] }));
    expect(droppedRows).toBe(2);
    expect([...trainingRows]).toEqual([0, 1, 2, 3]);
    expect([...inputValues]).toEqual([0, 1, 0, 2, 0, 1, 4, 1, 0, 8, 0, 1]); // eggs, oven = gas, oven = oak
  });

  test('fills gaps with the mean of the training rows, or a category of their own, but never a target', () => {
    const gaps = table(number('x', 1, NaN, 3, NaN), words('w', 'a', '', 'a', 'b'), number('y', 1, 2, 3, NaN));
    const { inputValues, inputs, droppedRows, tableRows } = prepareData(
      settings(gaps, { inputs: ['x', 'w'], missing: 'fill' }),
    );
    expect(droppedRows).toBe(1);
    expect([...tableRows]).toEqual([0, 1, 2]);
    expect(inputs.map(({ name }) => name)).toEqual(['x', 'w = (missing)', 'w = a']);
    expect([...inputValues]).toEqual([1, 0, 1, 2, 1, 0, 3, 0, 1]);
  });

  test('follows the choice of each column: rows left out for one, another filled', () => {
    const holes = table(
      number('x', 1, NaN, 3, 4),
      number('z', NaN, 5, 6, 9),
      words('w', 'a', 'b', '', 'b'),
      number('y', 1, 2, 3, 4),
    );
    const { inputValues, inputs, tableRows } = prepareData(
      settings(holes, {
        inputs: ['x', 'z', 'w'],
        gaps: [
          { column: 'z', choice: 'median' },
          { column: 'w', choice: 'mostFrequent' },
        ],
      }),
    );
    expect([...tableRows]).toEqual([0, 2, 3]); // x is left to the table, which leaves rows out
    expect(inputs.map(({ name }) => name)).toEqual(['x', 'z', 'w = a', 'w = b']);
    expect([...inputValues]).toEqual([1, 7.5, 1, 0, 3, 6, 1, 0, 4, 9, 0, 1]);
  });

  test('scales inputs to 0 and 1 by the training rows where the range is asked for', () => {
    const from = table(number('x', 10, 20, 30, 15), number('y', 1, 2, 3, 4));
    const { inputValues, inputs } = prepareData(settings(from, { standardise: true, scaling: 'range' }));
    expect([...inputValues]).toEqual([0, 0.5, 1, 0.25]);
    expect(inputs[0]).toEqual({ name: 'x', mean: 10, deviation: 20 });
  });

  test('keeps a test split apart, without moving what validation holds', () => {
    const from = table(number('x', ...Array(50).keys()), number('y', ...Array(50).keys()));
    const without = prepareData(settings(from, { validationShare: 0.2 }));
    const { trainingRows, validationRows, testRows } = prepareData(
      settings(from, { validationShare: 0.2, testShare: 0.3 }),
    );
    expect([trainingRows.length, validationRows.length, testRows.length]).toEqual([25, 10, 15]);
    expect(validationRows).toEqual(without.validationRows);
    const all = [...trainingRows, ...validationRows, ...testRows].sort((a, b) => a - b);
    expect(all).toEqual([...Array(50).keys()]);
    expect(prepareData(settings(from, { validationShare: 0.9, testShare: 0.9 })).trainingRows).toHaveLength(1);
  });

  test('makes one 0-or-1 unit of a target of two words, and one per word of three', () => {
    const two = prepareData(settings(cakes, { inputs: ['eggs'] }));
    expect(two.task).toBe('binary');
    expect(two.targets.map(({ name }) => name)).toEqual(['taste = good']);
    expect([...two.targetValues]).toEqual([1, 0, 1, 0, 1]);
    const three = prepareData(settings(table(number('x', 1, 2, 3), words('kind', 'b', 'c', 'a'))));
    expect(three.task).toBe('classes');
    expect(three.targets.map(({ name }) => name)).toEqual(['kind = a', 'kind = b', 'kind = c']);
    expect([...three.targetValues]).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0]);
  });

  test('takes numbers as regression, but a lone target of 0 and 1 as binary', () => {
    expect(prepareData(settings(table(number('x', 1, 2), number('y', 0, 1)))).task).toBe('binary');
    expect(prepareData(settings(table(number('x', 1, 2), number('y', 0, 2)))).task).toBe('regression');
    const both = table(number('x', 1, 2), number('y', 0, 1), number('z', 1, 0));
    expect(prepareData(settings(both, { inputs: ['x'], targets: ['y', 'z'] })).task).toBe('regression');
  });

  test('standardises by the training rows alone', () => {
    const values = Array.from({ length: 40 }, (_, i) => i * i);
    const from = table(number('x', ...values), number('y', ...values));
    const { inputs, inputValues, trainingRows, validationRows, targetValues } = prepareData(
      settings(from, { standardise: true, targetScaling: 'none', validationShare: 0.25, splitSeed: 3 }),
    );
    expect(validationRows).toHaveLength(10);
    const seen = [...trainingRows].map((row) => inputValues[row]!);
    const mean = seen.reduce((sum, x) => sum + x, 0) / seen.length;
    const variance = seen.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / seen.length;
    expect(mean).toBeCloseTo(0, 12);
    expect(variance).toBeCloseTo(1, 12);
    const { mean: center, deviation } = inputs[0]!;
    expect(inputValues[validationRows[0]!]! * deviation + center).toBeCloseTo(values[validationRows[0]!]!, 9);
    expect([...targetValues]).toEqual(values);
  });

  test('makes a constant column 0 instead of dividing by its deviation', () => {
    const { inputValues } = prepareData(settings(table(number('x', 5, 5), number('y', 1, 3)), { standardise: true }));
    expect([...inputValues]).toEqual([0, 0]);
  });

  test('splits by the seed alone: each row on one side, the same every time', () => {
    const from = table(number('x', ...Array(50).keys()), number('y', ...Array(50).keys()));
    const split = (splitSeed: number): number[] => [
      ...prepareData(settings(from, { validationShare: 0.3, splitSeed })).validationRows,
    ];
    const { trainingRows, validationRows } = prepareData(settings(from, { validationShare: 0.3, splitSeed: 1 }));
    expect([...trainingRows, ...validationRows].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });

  test('proposes the last column as target and the number columns before it as inputs', () => {
    expect(settingsForTable(cakes)).toMatchObject({ inputs: ['eggs'], targets: ['taste'] });
  });

  test.each<[string, DataSettings, string]>([
    ['no inputs', settings(cakes, { inputs: [] }), 'No input columns of "cakes" are chosen. Choose at least one.'],
    ['no target', settings(cakes, { targets: [] }), 'No target column of "cakes" is chosen. Choose at least one.'],
    [
      'a column that is not there',
      settings(cakes, { inputs: ['milk'] }),
      '"cakes" has no column "milk". It has: eggs, oven, taste.',
    ],
    [
      'an input that is the target',
      settings(cakes, { inputs: ['eggs', 'taste'] }),
      '"taste" is both an input and a target, which makes the task trivial. Choose one of the two.',
    ],
    [
      'too few whole rows',
      settings(table(number('x', 1, NaN), number('y', 1, 2))),
      'Only 1 of 2 rows have every chosen cell filled; 2 are needed. Choose other columns.',
    ],
    [
      'a target that never changes',
      settings(table(number('x', 1, 2), words('y', 'a', 'a'))),
      'Every row of "y" says "a", so there is nothing to learn. Choose another target.',
    ],
    [
      'words among several targets',
      settings(cakes, { inputs: ['oven'], targets: ['eggs', 'taste'] }),
      '"taste" holds words and cannot be one of several targets. Choose it alone, or leave it out.',
    ],
    [
      'too many different words',
      settings(
        table(words('id', ...Array.from({ length: 300 }, (_, i) => `id${i}`)), number('y', ...Array(300).keys())),
        { inputs: ['id'] },
      ),
      '"id" has 300 different words; up to 200 can be one-hot units. Choose another column.',
    ],
  ])('refuses %s with a reason', (_, wrong, message) => {
    expect(() => prepareData(wrong)).toThrow(new FileError(message));
  });
});
