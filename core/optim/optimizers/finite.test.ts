/**
 * Large networks are updated without a copy to go back to (learned-parameters.ts): from finite numbers and gradients below
 * 1e15, no optimizer may leave the finite ones, in float32 and with any settings that its fields allow.
 */
import { describe, expect, test } from 'vitest';
import type { Optimizer } from './optimizer.ts';
import { optimizers } from './registry.ts';

const LARGEST = 1e15;
const STEPS = 40;
/** One entry each: never any gradient, a huge one at once and then none, one that changes sign, a tiny one. */
const gradientsAt = (step: number): number[] => [
  0,
  step === 1 ? 0.99 * LARGEST : 0,
  (step % 2 === 0 ? -0.99 : 0.99) * LARGEST,
  1e-30,
];

/** Every choice of the smallest, the initial and the largest value of each field. */
function extremes({ fields }: Optimizer): Readonly<Record<string, number>>[] {
  let found: Readonly<Record<string, number>>[] = [{}];
  for (const [name, { min, initial, max }] of Object.entries(fields)) {
    found = found.flatMap((settings) =>
      [...new Set([min, initial, max])].map((value) => ({ ...settings, [name]: value })),
    );
  }
  return found;
}

describe.each(Object.entries<Optimizer>(optimizers))('%s', (_, optimizer) => {
  test('keeps finite numbers finite at the ends of all its fields', () => {
    for (const settings of extremes(optimizer)) {
      const values = Float32Array.of(1, -1, 1, 0);
      const slots = optimizer.slots.map(() => new Float32Array(values.length));
      for (let step = 1; step <= STEPS; step++) {
        optimizer.update(values, Float32Array.from(gradientsAt(step)), slots, step, settings);
        const isFinite = [values, ...slots].every((numbers) => numbers.every(Number.isFinite));
        if (!isFinite) expect.fail(`step ${step} with ${JSON.stringify(settings)}: ${values.join(', ')}`);
        if (values.some((value) => Math.abs(value) >= LARGEST)) break; // the next step is refused
      }
    }
  });
});
