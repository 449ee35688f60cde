import { expect, test } from 'vitest';
import { readPasted } from './paste-values.ts';

test('a column of values, with either line end and a true minus sign', () => {
  expect(readPasted('0.5\r\n−1.25\r\n3e-2\r\n')).toEqual({ kind: 'values', values: [0.5, -1.25, 0.03] });
});

test('names and values', () => {
  expect(readPasted('w(1,1)\t0.5\nb1\t-2')).toEqual({
    kind: 'named',
    values: new Map([
      ['w(1,1)', 0.5],
      ['b1', -2],
    ]),
  });
});

test.each([
  ['', 'The clipboard holds no cells. Nothing was changed.'],
  [
    '1\t2\t3',
    'What was pasted has 3 columns. Paste one column of values, or two: names and values. Nothing was changed.',
  ],
  ['1\n2\t3', 'Row 2 of what was pasted has 2 cells, the first has 1. Nothing was changed.'],
  ['1\nlots', 'Row 2 of what was pasted, “lots”, is no finite number. Nothing was changed.'],
  ['1\n\n2', 'Row 2 of what was pasted, “”, is no finite number. Nothing was changed.'],
  ['w\t1\nw\t2', 'What was pasted names a parameter twice. Nothing was changed.'],
])('%j is refused: %s', (text, message) => {
  expect(readPasted(text)).toEqual({ kind: 'refused', message });
});
