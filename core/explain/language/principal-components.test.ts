import { expect, test } from 'vitest';
import { Random } from '../../tensor/random.ts';
import { nearestRows } from './nearest-rows.ts';
import { principalComponents, type PrincipalComponents } from './principal-components.ts';
import { symmetricEigen } from './symmetric-eigen.ts';
import { tensorPicture } from './tensor-picture.ts';

function componentsOf(table: Float64Array, width: number): PrincipalComponents {
  const turns = principalComponents(table, width);
  for (;;) {
    const { done, value } = turns.next();
    if (done) return value;
  }
}

test('eigenvalues and vectors of a matrix known by hand', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  expect(Array.from(values)).toEqual([3, 1].map((value) => expect.closeTo(value, 14) as number));
  expect(Math.abs(vectors[0]! * vectors[1]!)).toBeCloseTo(0.5, 14);
});

test('A v = λ v, and the vectors are orthogonal, for a random matrix', () => {
  const random = Random.fromSeed(5);
  const n = 9;
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = random.normal();
  const { values, vectors } = symmetricEigen(a, n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += a[i * n + j]! * vectors[k * n + j]!;
      expect(sum).toBeCloseTo(values[k]! * vectors[k * n + i]!, 12);
    }
    for (let other = 0; other < k; other++) {
      let dot = 0;
      for (let j = 0; j < n; j++) dot += vectors[k * n + j]! * vectors[other * n + j]!;
      expect(Math.abs(dot)).toBeLessThan(1e-13);
    }
  }
});

test('points of an ellipse in a tilted plane come back with their lengths and shares of the variance', () => {
  // 3 cos and 1 sin along two orthogonal directions in space: variances 9 : 1.
  const points = Array.from({ length: 64 }, (_, i) => {
    const [a, b] = [3 * Math.cos((i / 64) * 2 * Math.PI), Math.sin((i / 64) * 2 * Math.PI)];
    return [5 + a * 0.6, -2 + a * 0.8, 1 + b];
  });
  const { points: found, explained } = componentsOf(Float64Array.from(points.flat()), 3);
  expect(explained[0]).toBeCloseTo(0.9, 12);
  expect(explained[1]).toBeCloseTo(0.1, 12);
  for (let i = 0; i < 64; i++) {
    expect(found[2 * i]).toBeCloseTo(3 * Math.cos((i / 64) * 2 * Math.PI), 12);
    expect(found[2 * i + 1]).toBeCloseTo(Math.sin((i / 64) * 2 * Math.PI), 12);
  }
});

test('wide tables, by power iteration, agree with the whole decomposition', () => {
  const random = Random.fromSeed(8);
  const [rows, width] = [80, 60];
  const table = Float64Array.from({ length: rows * width }, (_, i) => random.normal() * (1 + (i % width) / 12));
  const { points, explained } = componentsOf(table, width);
  const mean = Array.from({ length: width }, (_, i) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += table[row * width + i]!;
    return sum / rows;
  });
  const covariance = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        sum += (table[row * width + i]! - mean[i]!) * (table[row * width + j]! - mean[j]!);
      }
      covariance[i * width + j] = sum / rows;
    }
  }
  const whole = symmetricEigen(covariance, width);
  const total = whole.values.reduce((sum, value) => sum + value, 0);
  for (const axis of [0, 1] as const) {
    expect(explained[axis]).toBeCloseTo(whole.values[axis]! / total, 10);
    let variance = 0;
    for (let row = 0; row < rows; row++) variance += points[2 * row + axis]! ** 2 / rows;
    expect(variance).toBeCloseTo(whole.values[axis]!, 8);
  }
  expect(componentsOf(table, width).points).toEqual(points);
});

test('a table of one column or of equal rows gives a map without NaN', () => {
  expect(componentsOf(Float64Array.of(1, 3), 1)).toEqual({ points: Float64Array.of(-1, 0, 1, 0), explained: [1, 0] });
  const equal = componentsOf(Float64Array.of(1, 2, 1, 2), 2);
  expect(equal.explained).toEqual([0, 0]);
  expect(equal.points.every((value) => value === 0)).toBe(true);
});

test('the nearest rows are those with the largest cosine, whatever their length', () => {
  const table = Float64Array.of(1, 0, 0, 1, 5, 0.1, -2, 0, 0, 0);
  const { rows, cosines } = nearestRows(table, 2, 0, 3);
  expect(Array.from(rows)).toEqual([2, 1, 4]);
  expect(cosines[0]).toBeCloseTo(5 / Math.hypot(5, 0.1), 14);
  expect(Array.from(cosines.subarray(1))).toEqual([0, 0]);
  expect(() => nearestRows(table, 2, 5, 3)).toThrow('Row 5 is not in this table of 5 rows.');
});

test('a picture shows every entry, or the strongest of those that share a cell, and counts all of them', () => {
  const tensor = Float64Array.of(1, -2, 0.5, 0, 3, -4);
  const whole = tensorPicture(tensor, 3, 10);
  expect(whole).toMatchObject({ rows: 2, columns: 3, cellRows: 2, cellColumns: 3, smallest: -4, largest: 3 });
  expect(whole.values).toEqual(tensor);
  expect(Array.from(whole.entries)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(whole.mean).toBeCloseTo(-0.25, 15);
  const deviation = Math.sqrt([1.25, 1.75, 0.75, 0.25, 3.25, 3.75].reduce((sum, off) => sum + off * off, 0) / 6);
  expect(whole.deviation).toBeCloseTo(deviation, 14);
  expect(whole.histogram.reduce((sum, count) => sum + count, 0)).toBe(6);
  expect(whole.histogram.at(-1)).toBe(1);
  const small = tensorPicture(tensor, 3, 1);
  expect(small).toMatchObject({ cellRows: 1, cellColumns: 1 });
  expect([small.values[0], small.entries[0]]).toEqual([-4, 5]);
});
