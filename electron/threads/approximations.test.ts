/**
 * The fast kernels' functions of one number and their slopes keep the errors that their files state, on a fine grid and at the
 * far ends, with fused multiply-add (where this engine has it) and without.
 */
import { describe, expect, test } from 'vitest';
import type { Graph } from '../../core/engine/graph.ts';
import type { LossFunction } from '../../core/engine/kernels/reference/loss.ts';
import { activate } from '../../core/engine/ops/activate.ts';
import { add } from '../../core/engine/ops/combine.ts';
import { input } from '../../core/engine/ops/input.ts';
import { Plan } from '../../core/engine/plan.ts';
import type { Activation } from '../../core/nn/activations/activation.ts';
import { activations, type ActivationName } from '../../core/nn/activations/registry.ts';
import { loadKernels } from './load-kernels.ts';

const files = {
  folder: new URL('../../out/kernels/', import.meta.url),
  thread: new URL('../../out/electron/kernel-thread.js', import.meta.url),
};

/** -20 to 20 by 1/4096, then numbers near 0 and far from it, then none. */
const far = [1e-30, 1e-12, 1e-7, 1e-4, 25, 40, 80, 87, 100, 1e4, 123_456, 3e6, 77_777_776, 1e8, 1e30];
const points = Float32Array.from([
  ...Array.from({ length: 40 * 4096 + 1 }, (_, i) => -20 + i / 4096),
  ...far,
  ...far.map((z) => -z),
  NaN,
]);

/** Places of all but the last, which is none. */
const numbers = Array.from({ length: points.length - 1 }, (_, i) => i);

/** The outputs' sum, of which every output's gradient is 1. */
const sum: LossFunction = {
  forward: (outputs, _targets, rows, columns) => {
    let total = 0;
    for (let i = 0; i < rows * columns; i++) total += outputs[i]!;
    return total;
  },
  backward: (_outputs, _targets, rows, columns, gradient) => gradient.fill(1, 0, rows * columns),
};

interface Computed {
  readonly values: Float32Array;
  readonly slopes: Float32Array;
}

function compute(name: ActivationName, isPlain: boolean): Computed {
  const graph: Graph = {
    nodes: [
      input('zero', points.length),
      add('z', { value: 'zero' }, { parameter: 'points' }),
      activate('a', 'z', activations[name]),
    ],
    inputs: ['zero'],
    outputs: ['a'],
    parameters: [{ id: 'points', shape: [points.length], mask: null }],
  };
  const plan = new Plan(graph, {
    largestBatch: 1,
    kernels: loadKernels({ threads: 1, isPlain, files }),
    objective: { kind: 'rows', loss: sum },
    learning: { slots: [], rule: { of: sum, run: () => undefined } },
  });
  plan.setParameters({ points });
  plan.runThrough('forward', 'backward');
  return {
    values: plan.dataOf('a') as Float32Array,
    slopes: plan.parameters.get('points')!.gradient as Float32Array,
  };
}

/** Below float32's smallest full number: what an exponential that has faded out may leave, times the argument. */
const SMALLEST = 2 ** -126;

/** |ours - exact| over the exact value. */
const relative = (exact: number): number => Math.abs(exact);
/** Where a function crosses 0 or fades out by cancellation: over the size of what is multiplied or added. */
const byArgument = (_: number, z: number): number => Math.max(1, Math.abs(z));
const absolute = (): number => 1;

/** The largest error over `scaleOf` up to `reach`, and where it is. */
function worstOf(
  ours: Float32Array,
  exactOf: (z: number) => number,
  scaleOf: (exact: number, z: number) => number,
  reach = Infinity,
): { error: number; z: number } {
  let worst = { error: 0, z: 0 };
  ours.forEach((value, i) => {
    const z = points[i]!;
    if (!(Math.abs(z) <= reach)) return;
    const exact = exactOf(z);
    const away = Math.abs(value - exact);
    if (away <= 2 * SMALLEST * Math.max(1, Math.abs(z))) return;
    const error = away / scaleOf(exact, z);
    if (!(error <= worst.error)) worst = { error, z };
  });
  return worst;
}

const slopeOf =
  ({ forward, derivative }: Activation) =>
  (z: number): number =>
    derivative(z, forward(z));

const variants = [...new Map([false, true].map((isPlain) => [nameOf(isPlain), isPlain] as const))];

function nameOf(isPlain: boolean): string {
  return loadKernels({ threads: 1, isPlain, files }).identity.arithmetic;
}

describe.each(variants)('%s', (_, isPlain) => {
  test.each([
    ['leakyRelu', 1.2e-7, relative], // 0.01 is rounded, then the product
    ['tanh', 4e-7, relative],
    ['sigmoid', 2e-7, relative],
    ['elu', 1.5e-7, relative],
    ['selu', 2e-7, relative],
    ['softplus', 2e-7, relative],
    ['silu', 3e-7, relative],
    ['gelu', 2e-7, byArgument],
    ['geluTanh', 3e-7, byArgument],
  ] as const)('%s within %f', (name, limit, scaleOf) => {
    const { error, z } = worstOf(compute(name, isPlain).values, activations[name].forward, scaleOf);
    expect(error, `at ${z}`).toBeLessThan(limit);
  });

  test.each([
    ['leakyRelu', 1e-9],
    ['tanh', 8e-7],
    ['sigmoid', 1e-7],
    ['elu', 1e-7],
    ['selu', 2e-7],
    ['softplus', 2e-7],
    ['silu', 3e-7],
    ['gelu', isPlain ? 3e-7 : 2.7e-7],
    ['geluTanh', 4e-7],
  ] as const)('the slope of %s within %f', (name, limit) => {
    const { error, z } = worstOf(compute(name, isPlain).slopes, slopeOf(activations[name]), absolute);
    expect(error, `at ${z}`).toBeLessThan(limit);
  });

  test.each(['linear', 'relu'] as const)('%s and its slope are exact', (name) => {
    const { values, slopes } = compute(name, isPlain);
    const { forward } = activations[name];
    const slope = slopeOf(activations[name]);
    const wrong = numbers.filter(
      (i) => values[i] !== Math.fround(forward(points[i]!)) || slopes[i] !== Math.fround(slope(points[i]!)),
    );
    expect(wrong.map((i) => points[i])).toEqual([]);
  });

  test('sine and its slope within 1e-7, far out too: up to 1e8', () => {
    const { values, slopes } = compute('sine', isPlain);
    expect(worstOf(values, Math.sin, absolute, 1e8).error).toBeLessThan(1e-7);
    expect(worstOf(slopes, Math.cos, absolute, 1e8).error).toBeLessThan(1e-7);
  });

  test('tanh ends at exactly 1 and -1 with a slope of 0, and is 0 at 0 with a slope of 1', () => {
    const { values, slopes } = compute('tanh', isPlain);
    const isRight = (i: number): boolean => {
      const z = points[i]!;
      if (Math.abs(z) > 9) return values[i] === Math.sign(z) && slopes[i] === 0;
      return z === 0 ? values[i] === 0 && slopes[i] === 1 : Math.abs(values[i]!) <= 1;
    };
    expect(numbers.filter((i) => !isRight(i)).map((i) => points[i])).toEqual([]);
  });

  test('GELU ends at exactly z and 0, beyond 5.4', () => {
    const { values } = compute('gelu', isPlain);
    const isRight = (i: number): boolean => {
      const z = points[i]!;
      return z >= 5.4 ? values[i] === z : z <= -5.4 ? values[i] === 0 : true;
    };
    expect(numbers.filter((i) => !isRight(i)).map((i) => points[i])).toEqual([]);
  });

  test('slopes that level off end within 3e-7 of 0 and 1, however far out', () => {
    for (const name of ['gelu', 'geluTanh', 'silu', 'softplus', 'elu'] as const) {
      const { slopes } = compute(name, isPlain);
      for (const [z, end] of [
        [1e30, 1],
        [-1e30, 0],
      ] as const) {
        expect(Math.abs(slopes[points.indexOf(Math.fround(z))]! - end), `${name} at ${z}`).toBeLessThan(3e-7);
      }
    }
  });

  test('what is no number stays none, so that a step that uses it is refused', () => {
    for (const name of Object.keys(activations) as ActivationName[])
      expect(compute(name, isPlain).values.at(points.length - 1), name).toBeNaN();
  });
});
