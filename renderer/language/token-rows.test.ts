import { expect, test } from 'vitest';
import { layOutRows, widthOf } from './token-rows.ts';

const tokens = ['the', '·cat', '↵', '鯨🐳'];
const settings = { columns: 8, padding: 0, endsLine: (id: number) => id === 2 };

test('a row takes the tokens that fit, and ends after a line break', () => {
  expect(layOutRows(Int32Array.of(0, 1, 0, 2, 1), tokens, settings)).toEqual([0, 2, 4, 5]);
});

test('a token wider than a row has one of its own', () => {
  expect(layOutRows(Int32Array.of(0, 1, 0), tokens, { ...settings, columns: 2 })).toEqual([0, 1, 2, 3]);
});

test('the edges of tokens take room', () => {
  expect(layOutRows(Int32Array.of(0, 1), tokens, { ...settings, padding: 1 })).toEqual([0, 1, 2]);
});

test('East Asian characters and pictures are two columns wide', () => {
  expect(widthOf('鯨🐳')).toBe(4);
  expect(widthOf('café')).toBe(4);
});

test('no tokens are no rows', () => {
  expect(layOutRows(new Int32Array(0), tokens, settings)).toEqual([0]);
});
