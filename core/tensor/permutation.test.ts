import { expect, test } from 'vitest';
import { Permutation } from './permutation.ts';
import { Random } from './random.ts';

const orderOf = (size: number, seed: number): number[] => {
  const random = Random.fromSeed(seed);
  const permutation = new Permutation(size, () => random.nextUint32());
  return Array.from({ length: size }, (_, place) => permutation.at(place));
};

test.each([1, 2, 3, 7, 64, 65, 1000, 15_685])('an order of %i holds each index once', (size) => {
  const sorted = orderOf(size, 1).toSorted((a, b) => a - b);
  expect(sorted).toEqual(Array.from({ length: size }, (_, i) => i));
});

test('another seed is another order, and the same seed the same one', () => {
  expect(orderOf(1000, 1)).toEqual(orderOf(1000, 1));
  const [a, b] = [orderOf(1000, 1), orderOf(1000, 2)];
  expect(a.filter((index, place) => index === b[place]).length).toBeLessThan(10);
});

test('neighbours of the order are as far apart as chance has them: a third of the size on average', () => {
  const order = orderOf(9000, 5);
  const apart = order.slice(1).map((index, i) => Math.abs(index - order[i]!));
  expect(apart.reduce((a, b) => a + b) / apart.length / 9000).toBeCloseTo(1 / 3, 1);
});

test('refuses an order of no or too many places', () => {
  expect(() => new Permutation(0, () => 1)).toThrow('1 to 1073741824 places, not 0');
});
