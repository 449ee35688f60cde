import { describe, expect, test } from 'vitest';
import type { Activation } from './activation.ts';
import { activations } from './registry.ts';

describe.each(Object.entries<Activation>(activations))('activation %s', (_, activation) => {
  test('says its title and formula', () => {
    expect(activation.title).not.toBe('');
    expect(activation.formula).toContain('z');
  });

  test('has a derivative that equals the slope of its values', () => {
    const h = 1e-5;
    for (const z of [-3.1, -1.3, -0.4, 0.3, 0.9, 2.7]) {
      const slope = (activation.forward(z + h) - activation.forward(z - h)) / (2 * h);
      expect(activation.derivative(z, activation.forward(z))).toBeCloseTo(slope, 8); // h² truncation
    }
  });

  test('passes NaN on, so that a broken number is noticed', () => {
    expect(activation.forward(NaN)).toBeNaN();
  });
});

describe.each(Object.entries<Activation>(activations).filter(([, { slopeNeedsOnlyInput }]) => slopeNeedsOnlyInput))(
  'activation %s, whose value may be forgotten',
  (_, { derivative }) => {
    test('has the same slope without it', () => {
      for (const z of [-3.1, -0.4, 0.9]) expect(derivative(z, NaN)).not.toBeNaN();
    });
  },
);
