import { describe, expect, test } from 'vitest';
import { fieldProblem, initialSettings } from '../../settings/field.ts';
import type { Optimizer } from './optimizer.ts';
import { optimizers } from './registry.ts';

describe.each(Object.entries<Optimizer>(optimizers))('optimizer %s', (_, optimizer) => {
  test('has a learning rate first, and starting settings that its own fields allow', () => {
    expect(Object.keys(optimizer.fields)[0]).toBe('learningRate');
    for (const field of Object.values(optimizer.fields)) expect(fieldProblem(field, field.initial)).toBeNull();
  });

  test('finds the bottom of a bowl', () => {
    const settings = { ...initialSettings(optimizer.fields), learningRate: 0.05, weightDecay: 0 };
    const values = Float64Array.of(1, -2);
    const slots = optimizer.slots.map(() => new Float64Array(2));
    for (let step = 1; step <= 3000; step++) {
      optimizer.update(
        values,
        values.map((value) => 2 * value),
        slots,
        step,
        settings,
      );
    }
    for (const value of values) expect(Math.abs(value)).toBeLessThan(0.06); // within about one learning rate
  });

  test('a learning rate of 0 moves nothing', () => {
    const values = Float64Array.of(0.3, -0.7);
    const slots = optimizer.slots.map(() => new Float64Array(2));
    const settings = { ...initialSettings(optimizer.fields), learningRate: 0 };
    optimizer.update(values, Float64Array.of(5, 5), slots, 1, settings);
    expect([...values]).toEqual([0.3, -0.7]);
  });
});
