import { describe, expect, test } from 'vitest';
import { Random } from '../../tensor/random.ts';
import type { Loss } from './loss.ts';
import { defaultLossFor, losses } from './registry.ts';

const ROWS = 3;
const COLUMNS = 4;

function oneHot(): Float64Array {
  const targets = new Float64Array(ROWS * COLUMNS);
  for (let row = 0; row < ROWS; row++) targets[row * COLUMNS + ((row * 2 + 1) % COLUMNS)] = 1;
  return targets;
}

describe.each(Object.entries<Loss>(losses))('loss %s', (_, loss) => {
  test('has a gradient that equals the slope of its value', () => {
    const random = Random.fromSeed(11);
    const outputs = Float64Array.from({ length: ROWS * COLUMNS }, () => random.normal());
    const targets = oneHot();
    const gradient = new Float64Array(outputs.length);
    loss.backward(outputs, targets, ROWS, COLUMNS, gradient);
    const h = 1e-5;
    outputs.forEach((value, i) => {
      outputs[i] = value + h;
      const above = loss.forward(outputs, targets, ROWS, COLUMNS);
      outputs[i] = value - h;
      const below = loss.forward(outputs, targets, ROWS, COLUMNS);
      outputs[i] = value;
      expect(gradient[i]).toBeCloseTo((above - below) / (2 * h), 8); // h² truncation
    });
  });

  test('does not overflow on large outputs and reports NaN as NaN', () => {
    const large = new Float64Array(ROWS * COLUMNS).fill(1e4);
    expect(loss.forward(large, oneHot(), ROWS, COLUMNS)).toBeLessThan(Infinity);
    expect(loss.forward(large.fill(NaN), oneHot(), ROWS, COLUMNS)).toBeNaN();
  });
});

test('each task has a loss', () => {
  expect(defaultLossFor('regression')).toBe('meanSquaredError');
  expect(defaultLossFor('binary')).toBe('binaryCrossEntropy');
  expect(defaultLossFor('classes')).toBe('softmaxCrossEntropy');
});

test('values by hand: outputs 3, -0.5 against targets 1, 0', () => {
  const value = (name: keyof typeof losses) =>
    losses[name].forward(Float64Array.of(3, -0.5), Float64Array.of(1, 0), 1, 2);
  expect(value('meanAbsoluteError')).toBe((2 + 0.5) / 2);
  expect(value('huber')).toBe((1.5 + 0.125) / 2);
  expect(value('hinge')).toBe((0 + 0.5) / 2); // 3 is right by more than 1; -0.5 is right by half
});
