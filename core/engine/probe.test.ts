/** What a probe reads is what the step computed, and reading it changes nothing. */
import { describe, expect, test } from 'vitest';
import { meanSquaredError } from '../nn/losses/mean-squared-error.ts';
import { Random } from '../tensor/random.ts';
import { opExamples, type OpExample } from './fixtures/op-examples.ts';
import { Plan } from './plan.ts';
import { probe } from './probe.ts';

const EXAMPLES = 3;
const H = 1e-6;

/** Memory is shared wherever it can be, so that inner values and gradients are gone after a step. */
function planOf({ graph, entries }: OpExample): Plan {
  const random = Random.fromSeed(8);
  const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());
  const plan = new Plan(graph, {
    largestBatch: EXAMPLES,
    keepsValues: false,
    objective: { kind: 'rows', loss: meanSquaredError },
    learning: { slots: [], rule: { of: meanSquaredError, run: () => undefined } },
  });
  plan.setParameters(Object.fromEntries([...plan.parameters].map(([id, { data }]) => [id, normals(data.length)])));
  if (entries > 0) plan.idsOf('ids').forEach((_, i, ids) => (ids[i] = random.integer(entries)));
  plan.targets.set(normals(plan.targets.length));
  plan.setRandomKey(77);
  return plan;
}

const cases = Object.entries(opExamples).flatMap(([file, examples]) =>
  Object.entries(examples).map(([what, example]) => [file, what, example] as const),
);

describe.each(cases)('%s: %s', (_file, _what, example) => {
  test('after a probe of everything, loss and gradients have the bits of the step', () => {
    const plan = planOf(example);
    plan.runThrough('forward', 'backward');
    const gradients = new Map([...plan.parameters].map(([id, { gradient }]) => [id, Float64Array.from(gradient!)]));
    const { loss } = plan;
    const ids = [...example.graph.nodes.map(({ id }) => id), ...plan.parameters.keys()];
    const read = probe(plan, ids, 'backward');
    expect(plan.loss).toBe(loss);
    for (const [id, gradient] of gradients) {
      expect(plan.parameters.get(id)!.gradient).toEqual(gradient);
      expect(read.get(id)!.gradient).toEqual(gradient);
    }
    for (const { id } of example.graph.nodes) expect(read.get(id)?.value, id).not.toBeNull();
  });
});

/** The output's gradient is the slope of the loss by that output; of squared errors, 2 (y - t) / n. */
test('the gradient of the outputs is that of the loss', () => {
  const plan = planOf(opExamples['matmul']![Object.keys(opExamples['matmul']!)[0]!]!);
  const { graph } = opExamples['matmul']![Object.keys(opExamples['matmul']!)[0]!]!;
  plan.runThrough('forward', 'backward');
  const { value, gradient } = probe(plan, graph.outputs, 'backward').get(graph.outputs[0]!)!;
  const targets = plan.targets;
  gradient!.forEach((slope, i) => {
    const of = (y: number) => (y - targets[i]!) ** 2 / targets.length;
    expect(slope).toBeCloseTo((of(value![i]! + H) - of(value![i]! - H)) / (2 * H), 7);
  });
});

test('stopped after forward there are values and no gradients', () => {
  const [example] = Object.values(opExamples['softmax']!);
  const plan = planOf(example!);
  plan.run('forward');
  const read = probe(plan, [example!.graph.outputs[0]!], 'forward').get(example!.graph.outputs[0]!)!;
  expect(read.gradient).toBeNull();
  expect(read.value).toEqual(plan.dataOf(example!.graph.outputs[0]!));
});
