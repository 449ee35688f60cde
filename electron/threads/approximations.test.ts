/** The fast kernels' functions of one number keep the errors that their files state, on a fine grid and at the far ends. */
import { expect, test } from 'vitest';
import type { Graph } from '../../core/engine/graph.ts';
import { activate } from '../../core/engine/ops/activate.ts';
import { input } from '../../core/engine/ops/input.ts';
import { Plan } from '../../core/engine/plan.ts';
import { activations, type ActivationName } from '../../core/nn/activations/registry.ts';
import { loadKernels } from './load-kernels.ts';

const files = {
  folder: new URL('../../out/kernels/', import.meta.url),
  thread: new URL('../../out/electron/kernel-thread.js', import.meta.url),
};

/** -20 to 20 by 1/4096, then numbers near 0 and far from it. */
const far = [1e-30, 1e-12, 1e-7, 1e-4, 25, 40, 80, 87, 100, 1e4, 1e30];
const points = Float32Array.from([
  ...Array.from({ length: 40 * 4096 + 1 }, (_, i) => -20 + i / 4096),
  ...far,
  ...far.map((z) => -z),
]);

const valuesOf = (name: ActivationName): Float32Array => {
  const graph: Graph = {
    nodes: [input('z', points.length), activate('a', 'z', activations[name])],
    inputs: ['z'],
    outputs: ['a'],
    parameters: [],
  };
  const plan = new Plan(graph, { largestBatch: 1, kernels: loadKernels({ threads: 1, files }) });
  plan.setInputs(points, 1);
  plan.run('forward');
  return plan.dataOf('a') as Float32Array;
};

/** Below float32's smallest full number: what an exponential that has faded out may leave, times the argument. */
const SMALLEST = 2 ** -126;

/** |ours - exact| over the exact value. */
const relative = (exact: number): number => Math.abs(exact);
/** Where a function crosses 0 or fades out by cancellation: over the size of what is multiplied or added. */
const byArgument = (_: number, z: number): number => Math.max(1, Math.abs(z));

test.each([
  ['tanh', 4e-7, relative],
  ['sigmoid', 2e-7, relative],
  ['elu', 1.5e-7, relative],
  ['selu', 2e-7, relative],
  ['softplus', 2e-7, relative],
  ['silu', 3e-7, relative],
  ['gelu', 2e-7, byArgument],
  ['geluTanh', 3e-7, byArgument],
] as const)('%s within %f', (name, limit, scaleOf) => {
  const { forward } = activations[name];
  let worst = { error: 0, z: 0 };
  valuesOf(name).forEach((ours, i) => {
    const z = points[i]!;
    const exact = forward(z);
    if (Math.abs(ours - exact) <= 2 * SMALLEST * Math.max(1, Math.abs(z))) return;
    const error = Math.abs(ours - exact) / scaleOf(exact, z);
    if (!(error <= worst.error)) worst = { error, z };
  });
  expect(worst.error, `at ${worst.z}`).toBeLessThan(limit);
});

test('tanh ends at exactly 1 and -1, and is 0 at 0', () => {
  const ours = valuesOf('tanh');
  points.forEach((z, i) => {
    if (Math.abs(z) > 9) expect(ours[i]).toBe(Math.sign(z));
    else expect(Math.abs(ours[i]!)).toBeLessThanOrEqual(1);
    if (z === 0) expect(ours[i]).toBe(0);
  });
});

test('sine within 2e-7 up to 20', () => {
  const ours = valuesOf('sine');
  points.forEach((z, i) => {
    if (Math.abs(z) <= 20) expect(Math.abs(ours[i]! - Math.sin(z))).toBeLessThan(2e-7);
  });
});
