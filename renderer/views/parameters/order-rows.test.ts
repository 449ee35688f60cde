import { expect, test } from 'vitest';
import { Random } from '../../../core/tensor/random.ts';
import { filterRows, naturalKey, readNumbers, readRows, sortRows } from './order-rows.ts';

function finished<Value>(work: Generator<void, Value>): { value: Value; pieces: number } {
  for (let pieces = 1; ; pieces++) {
    const { done, value } = work.next();
    if (done) return { value, pieces };
  }
}

test('rows are sorted by number either way, and equal ones stay in their order', () => {
  const keys = [2, 1, 2, -Infinity, 1];
  const rows = Uint32Array.of(0, 1, 2, 3, 4);
  expect([...finished(sortRows(rows, keys, false)).value]).toEqual([3, 1, 4, 0, 2]);
  expect([...finished(sortRows(rows, keys, true)).value]).toEqual([0, 2, 1, 4, 3]);
  expect([...rows]).toEqual([0, 1, 2, 3, 4]);
});

test('sorting 50 000 rows gives what sorting them at once gives, in many small pieces', () => {
  const random = Random.fromSeed(4);
  const keys = Float64Array.from({ length: 50_000 }, () => Math.round(random.uniform() * 9000));
  const rows = Uint32Array.from(keys, (_, row) => row);
  const { value, pieces } = finished(sortRows(rows, keys, false));
  expect(value).toEqual(rows.slice().sort((a, b) => keys[a]! - keys[b]! || a - b));
  expect(pieces).toBeGreaterThan((50_000 * 16) / 1024 - 1); // log2 of 50 000 is 15.6
});

test('names sort by their numbers; a filter keeps the order', () => {
  const names = ['h.10', 'h.2', 'b', 'h.1'].map(naturalKey);
  expect([...finished(sortRows(Uint32Array.of(0, 1, 2, 3), names, false)).value]).toEqual([2, 3, 1, 0]);
  expect([...finished(filterRows(6, (row) => row % 2 === 0)).value]).toEqual([0, 2, 4]);
  expect(finished(readRows(3, (row) => row * row)).value).toEqual([0, 1, 4]);
  expect([...finished(readNumbers(3, (row) => row * row)).value]).toEqual([0, 1, 4]);
});
