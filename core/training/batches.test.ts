import { expect, test } from 'vitest';
import { Batches } from './batches.ts';

function nextRows(batches: Batches, batchSize: number): number[] {
  const rows = Array.from({ length: batches.size(batchSize) }, (_, i) => batches.row(i));
  batches.pass(batchSize);
  return rows;
}

test('an epoch shows every example once, the last batch smaller, then another order follows', () => {
  const batches = new Batches(10, 4, 1, null);
  const first = [nextRows(batches, 4), nextRows(batches, 4), nextRows(batches, 4)];
  expect(first.map(({ length }) => length)).toEqual([4, 4, 2]);
  expect(first.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(batches.epoch).toBe(1);
  const second = [nextRows(batches, 4), nextRows(batches, 4), nextRows(batches, 4)];
  expect(second.flat()).not.toEqual(first.flat());
});

test('a batch of everything keeps the order of the data', () => {
  const batches = new Batches(5, 5, 1, null);
  expect(nextRows(batches, 5)).toEqual([0, 1, 2, 3, 4]);
  expect(nextRows(batches, 99)).toEqual([0, 1, 2, 3, 4]);
  expect(batches.epoch).toBe(2);
});

test('a saved place gives the same rows as going on', () => {
  const batches = new Batches(7, 3, 5, null);
  nextRows(batches, 3);
  const copy = new Batches(7, 3, 999, batches.place);
  for (let i = 0; i < 9; i++) expect(nextRows(copy, 3)).toEqual(nextRows(batches, 3));
});

test.each([
  ['for other data', { order: Uint32Array.of(0, 1, 2) }],
  ['with a row twice', { order: Uint32Array.of(0, 1, 1, 3) }],
  ['with a row beyond the data', { order: Uint32Array.of(0, 1, 2, 4) }],
  ['past its end', { cursor: 4 }],
])('a place %s starts a new order in the same epoch', (_, damage) => {
  const place = { epoch: 6, cursor: 2, order: Uint32Array.of(0, 1, 2, 3), random: Uint32Array.of(1, 2, 3, 4) };
  const batches = new Batches(4, 2, 5, { ...place, ...damage });
  expect(batches.place).toEqual({ ...new Batches(4, 2, 5, null).place, epoch: 6 });
});

test('a batch of everything that begins inside an epoch is what is left of it, and only once', () => {
  const batches = new Batches(6, 2, 3, null);
  batches.pass(2);
  const { count, order, starts } = batches.upcoming(6, 5);
  expect([count, [...starts]]).toEqual([1, [0, 4]]);
  expect([...order]).toEqual(nextRows(batches, 6));
});

test('a batch of everything in a shuffled order comes once; after it the order is that of the data', () => {
  const shuffled = new Batches(6, 1, 3, null);
  expect(shuffled.upcoming(6, 5).count).toBe(1);
  shuffled.pass(6);
  expect(shuffled.upcoming(6, 5).count).toBe(5);
});
