import { describe, expect, test } from 'vitest';
import { initialSettings } from '../../settings/field.ts';
import type { Optimizer } from './optimizer.ts';
import { regularised } from './regularised.ts';
import { optimizers } from './registry.ts';

test('L2 pulls in proportion, L1 by the same amount, neither at 0', () => {
  expect(regularised(0.1, 2, 0.01, 0.005)).toBeCloseTo(0.1 + 0.02 + 0.005, 15);
  expect(regularised(0.1, -2, 0.01, 0.005)).toBeCloseTo(0.1 - 0.02 - 0.005, 15);
  expect(regularised(0.1, 0, 0.01, 0.005)).toBe(0.1);
});

describe.each(Object.entries<Optimizer>(optimizers))('%s', (_, optimizer) => {
  const moved = (settings: Record<string, number>): number => {
    const values = Float64Array.of(2);
    const slots = optimizer.slots.map(() => new Float64Array(1));
    for (let step = 1; step <= 20; step++) {
      optimizer.update(values, Float64Array.of(0), slots, step, { ...initialSettings(optimizer.fields), ...settings });
    }
    return values[0]!;
  };

  test('with no gradient, weight decay and L1 move a parameter towards 0 and nothing else does', () => {
    expect(moved({ weightDecay: 0, l1: 0 })).toBe(2);
    for (const settings of [
      { weightDecay: 0.1, l1: 0 },
      { weightDecay: 0, l1: 0.1 },
    ]) {
      expect(moved(settings)).toBeLessThan(2);
      expect(moved(settings)).toBeGreaterThan(-0.5);
    }
  });
});
