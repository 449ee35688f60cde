import { describe, expect, test } from 'vitest';
import type { Column } from './data-settings.ts';
import { choiceFor, choicesFor, filled, gapCount, withChoice } from './gaps.ts';

const numbers: Column = { name: 'x', type: 'number', values: Float64Array.of(9, NaN, 1, 2, 2, 100, Infinity) };
const words: Column = { name: 'w', type: 'category', values: ['b', '', 'a', 'b', 'a', 'c', 'c'] };
const rows = [0, 1, 2, 3, 4, 5, 6];
/** All but the row with 100, which is held out. */
const training = Uint32Array.of(0, 1, 2, 3, 4, 6);

const fillingOf = (column: Column, choice: Parameters<typeof filled>[1]): string | number =>
  filled(column, choice, rows, training).values[1]!;

describe('filling gaps', () => {
  test('takes mean, median and most frequent of the training rows alone', () => {
    expect(fillingOf(numbers, 'mean')).toBe(3.5); // of 9, 1, 2, 2
    expect(fillingOf(numbers, 'median')).toBe(2);
    expect(fillingOf(numbers, 'mostFrequent')).toBe(2);
  });

  test('of words takes the most frequent, of equals the first in order, or a word of its own', () => {
    expect(fillingOf(words, 'mostFrequent')).toBe('a'); // a and b twice each; c once, for its other is held out
    expect(fillingOf(words, 'category')).toBe('(missing)');
  });

  test('leaves what is there as it is, and fills with 0 where no training row has a value', () => {
    expect([...filled(numbers, 'mean', rows, training).values].filter((_, i) => i !== 1 && i !== 6)).toEqual([
      ...[9, 1, 2, 2, 100],
    ]);
    const empty: Column = { name: 'e', type: 'number', values: Float64Array.of(NaN, NaN) };
    expect([...filled(empty, 'median', [0, 1], Uint32Array.of(0)).values]).toEqual([0, 0]);
  });

  test('counts what is no finite number, and empty words', () => {
    expect([gapCount(numbers), gapCount(words)]).toEqual([2, 1]);
  });
});

test('a column follows its own choice if that suits what it holds, else that of the table', () => {
  expect(choicesFor(numbers)).not.toContain('category');
  expect(choiceFor(numbers, {})).toBe('drop');
  expect(choiceFor(numbers, { missing: 'fill' })).toBe('mean');
  expect(choiceFor(words, { missing: 'fill' })).toBe('category');
  expect(choiceFor(words, { missing: 'fill', gaps: withChoice({}, 'w', 'drop') })).toBe('drop');
  expect(choiceFor(words, { missing: 'fill', gaps: withChoice({}, 'w', 'median') })).toBe('category');
});

test('a column has one choice, the last', () => {
  const first = { gaps: withChoice({}, 'x', 'mean') };
  expect(withChoice(first, 'x', 'median')).toEqual([{ column: 'x', choice: 'median' }]);
});
