import { describe, expect, test } from 'vitest';
import { Random } from '../../tensor/random.ts';
import type { Initializer } from './initializer.ts';
import { initializers } from './registry.ts';

describe.each(Object.entries<Initializer>(initializers))('initializer %s', (_, initializer) => {
  test('fills every entry with finite numbers, the same for the same seed', () => {
    const fill = (): Float64Array => {
      const values = new Float64Array(200).fill(NaN);
      initializer.fill(values, 20, 10, Random.fromSeed(4));
      return values;
    };
    expect(fill().every(Number.isFinite)).toBe(true);
    expect(fill()).toEqual(fill());
  });
});

test('Xavier stays within its limit and He has its deviation', () => {
  const values = new Float64Array(20_000);
  initializers.xavierUniform.fill(values, 2, 4, Random.fromSeed(1));
  expect(Math.max(...values)).toBeLessThanOrEqual(1);
  expect(Math.max(...values)).toBeGreaterThan(0.99);
  initializers.heNormal.fill(values, 8, 1, Random.fromSeed(1));
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
  expect(deviation).toBeCloseTo(0.5, 1); // 20,000 draws
});

test.each([
  ['xavierNormal', Math.sqrt(2 / 24)],
  ['heUniform', Math.sqrt(6 / 8) / Math.sqrt(3)],
  ['gpt2', 0.02],
] as const)('%s has mean 0 and deviation %f', (name, deviation) => {
  const values = new Float64Array(40_000);
  initializers[name].fill(values, 8, 16, Random.fromSeed(5));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
  expect(Math.abs(mean) / deviation).toBeLessThan(0.02); // 4 times 1/√40,000
  expect(Math.sqrt(variance) / deviation).toBeCloseTo(1, 1);
});
