/**
 * Large networks are updated without a copy to go back to (learned-parameters.ts): from finite numbers and gradients below
 * 1e15, no optimizer may leave the finite ones, in float32 and with any settings that its fields allow.
 */
import { describe, expect, test } from 'vitest';
import { extremesOf, gradientsAt, LARGEST_GRADIENT } from './fixtures/extremes.ts';
import type { Optimizer } from './optimizer.ts';
import { optimizers } from './registry.ts';

const STEPS = 40;

describe.each(Object.entries<Optimizer>(optimizers))('%s', (_, optimizer) => {
  test('keeps finite numbers finite at the ends of all its fields', () => {
    for (const settings of extremesOf(optimizer)) {
      const values = Float32Array.of(1, -1, 1, 0);
      const slots = optimizer.slots.map(() => new Float32Array(values.length));
      for (let step = 1; step <= STEPS; step++) {
        optimizer.update(values, Float32Array.from(gradientsAt(step)), slots, step, settings);
        const isFinite = [values, ...slots].every((numbers) => numbers.every(Number.isFinite));
        if (!isFinite) expect.fail(`step ${step} with ${JSON.stringify(settings)}: ${values.join(', ')}`);
        if (values.some((value) => Math.abs(value) >= LARGEST_GRADIENT)) break; // the next step is refused
      }
    }
  });
});
