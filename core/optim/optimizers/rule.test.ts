import { describe, expect, test } from 'vitest';
import { initialSettings } from '../../settings/field.ts';
import { Random } from '../../tensor/random.ts';
import type { Optimizer } from './optimizer.ts';
import { optimizers } from './registry.ts';

describe.each(Object.entries<Optimizer>(optimizers))('the rule of %s, written out', (_, optimizer) => {
  test.each([
    ['plain', { weightDecay: 0, l1: 0 }],
    ['with decay and L1', { weightDecay: 0.03, l1: 0.01 }],
  ])('%s, ends in the very value that its update gives', (_name, regularisation) => {
    const random = Random.fromSeed(3);
    const settings = { ...initialSettings(optimizer.fields), ...regularisation };
    const values = Float64Array.of(0.7);
    const slots = optimizer.slots.map(() => new Float64Array(1));
    for (let step = 1; step <= 20; step++) {
      const gradient = random.normal();
      const state = { value: values[0]!, gradient, slots: slots.map(([slot]) => slot!), step, settings };
      const lines = optimizer.rule(state);
      optimizer.update(values, Float64Array.of(gradient), slots, step, settings);
      expect(lines.at(-1)!.left).toBe('w');
      expect(lines.at(-1)!.value).toBe(values[0]);
      for (const line of lines) {
        expect(line.text).not.toBe('');
        expect(line.numbers.filter((part) => typeof part === 'number').every(Number.isFinite)).toBe(true);
      }
    }
  });
});
