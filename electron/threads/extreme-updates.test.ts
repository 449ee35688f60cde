/**
 * Large networks are updated without a copy to go back to (learned-parameters.ts), by the fast kernels' own loops: from finite
 * numbers and gradients below 1e15 they, too, may not leave the finite ones, with any settings that the fields allow.
 */
import { describe, expect, test } from 'vitest';
import type { Graph } from '../../core/engine/graph.ts';
import { add } from '../../core/engine/ops/combine.ts';
import { input } from '../../core/engine/ops/input.ts';
import { Plan } from '../../core/engine/plan.ts';
import { meanSquaredError } from '../../core/nn/losses/mean-squared-error.ts';
import { extremesOf, gradientsAt, LARGEST_GRADIENT } from '../../core/optim/optimizers/fixtures/extremes.ts';
import { optimizers } from '../../core/optim/optimizers/registry.ts';
import { LearnedParameters, OptimizerRule } from '../../core/training/learned-parameters.ts';
import { loadKernels } from './load-kernels.ts';

const files = {
  folder: new URL('../../out/kernels/', import.meta.url),
  thread: new URL('../../out/electron/kernel-thread.js', import.meta.url),
};
const STEPS = 6;
const START = Float64Array.of(1, -1, 1, 0);

const graph: Graph = {
  nodes: [input('zero', START.length), add('y', { value: 'zero' }, { parameter: 'w' })],
  inputs: ['zero'],
  outputs: ['y'],
  parameters: [{ id: 'w', shape: [START.length], mask: null }],
};

describe.each([false, true])('plain kernels: %s', (isPlain) => {
  test.each(['sgd', 'momentum', 'nesterov', 'adam', 'adamw'] as const)('%s stays finite', (name) => {
    const rule = new OptimizerRule(optimizers[name]);
    const plan = new Plan(graph, {
      largestBatch: 1,
      kernels: loadKernels({ threads: 1, isPlain, files }),
      objective: { kind: 'rows', loss: meanSquaredError },
      learning: { slots: rule.of.slots, rule },
    });
    const { data, gradient } = plan.parameters.get('w')!;
    const learned = new LearnedParameters(plan, rule, {});
    for (const settings of extremesOf(optimizers[name])) {
      plan.setParameters({ w: START });
      learned.setMoments({});
      for (let step = 1; step <= STEPS && data.every((value) => Math.abs(value) < LARGEST_GRADIENT); step++) {
        gradient!.set(gradientsAt(step));
        // It answers with what left the finite numbers, if anything did.
        const offender = learned.update({ step, optimizer: settings, clipNorm: 0, clipValue: 0 });
        expect(offender, `step ${step} with ${JSON.stringify(settings)}`).toBeNull();
      }
    }
  });
});
