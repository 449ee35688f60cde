/** Backward of every op equals the slope of the loss, in float64 by central differences. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { meanSquaredError } from '../nn/losses/mean-squared-error.ts';
import { Random } from '../tensor/random.ts';
import { opExamples, type OpExample } from './fixtures/op-examples.ts';
import { add } from './ops/combine.ts';
import { dropout } from './ops/dropout.ts';
import { input } from './ops/input.ts';
import { Plan } from './plan.ts';

const EXAMPLES = 2;
const H = 1e-6;
/** Rounding of 1e-16 / 1e-6 and curvature of 1e-12, times the size of the third derivative. */
const TOLERANCE = 1e-8;

const files = readdirSync(new URL('./ops/', import.meta.url))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'op.ts')
  .map((name) => name.replace('.ts', ''));

test('every op file has an example', () => expect(Object.keys(opExamples).sort()).toEqual(files.sort()));

function planOf({ graph, entries }: OpExample, keepsValues: boolean): Plan {
  const random = Random.fromSeed(3);
  const plan = new Plan(graph, {
    largestBatch: EXAMPLES,
    keepsValues,
    objective: { kind: 'rows', loss: meanSquaredError },
    learning: { slots: [], rule: { of: meanSquaredError, run: () => undefined } },
  });
  const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());
  plan.setParameters(
    Object.fromEntries([...plan.parameters].map(([id, { data }]) => [id, normals(data.length)] as const)),
  );
  if (entries > 0) plan.idsOf('ids').forEach((_, i, ids) => (ids[i] = random.integer(entries)));
  plan.targets.set(normals(plan.targets.length));
  plan.setRandomKey(12345);
  return plan;
}

function lossOf(plan: Plan): number {
  plan.runThrough('forward', 'loss');
  return plan.loss;
}

const cases = Object.entries(opExamples).flatMap(([file, examples]) =>
  Object.entries(examples).map(([what, example]) => [file, what, example] as const),
);

describe.each(cases)('%s: %s', (_file, _what, example) => {
  test.each([true, false])('backward equals the slope (values kept: %s)', (keepsValues) => {
    const plan = planOf(example, keepsValues);
    plan.runThrough('forward', 'backward');
    let compared = 0;
    for (const [id, { data, gradient, mask }] of plan.parameters) {
      const given = Float64Array.from(gradient!);
      for (let i = 0; i < data.length; i++) {
        if (mask?.[i] === 0) {
          expect(given[i]).toBe(0);
          continue;
        }
        const value = data[i]!;
        data[i] = value + H;
        const above = lossOf(plan);
        data[i] = value - H;
        const slope = (above - lossOf(plan)) / (2 * H);
        data[i] = value;
        expect(Math.abs(slope - given[i]!) / Math.max(1, Math.abs(slope)), `${id}[${i}]`).toBeLessThan(TOLERANCE);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(0);
  });
});

/** Mean over the rows that have a target of -log softmax(logits)[target]. */
test('class cross-entropy with ignored targets: backward equals the slope, and an ignored row has none', () => {
  const [rows, classes] = [6, 4];
  const zero = input('zero', classes, rows);
  const graph = {
    nodes: [zero, add('y', { value: 'zero' }, { parameter: 'logits' })],
    inputs: ['zero'],
    outputs: ['y'],
    parameters: [{ id: 'logits', shape: [rows, classes], mask: null }],
  };
  const plan = new Plan(graph, {
    largestBatch: 1,
    objective: { kind: 'classes' },
    learning: { slots: [], rule: { of: meanSquaredError, run: () => undefined } },
  });
  const random = Random.fromSeed(11);
  plan.setParameters({ logits: Float64Array.from({ length: rows * classes }, () => 2 * random.normal()) });
  plan.targets.set([0, -100, 3, 1, -100, 3]);
  plan.runThrough('forward', 'backward');
  const { data, gradient } = plan.parameters.get('logits')!;
  const given = Float64Array.from(gradient!);
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    data[i] = value + H;
    const above = lossOf(plan);
    data[i] = value - H;
    const slope = (above - lossOf(plan)) / (2 * H);
    data[i] = value;
    expect(Math.abs(slope - given[i]!)).toBeLessThan(TOLERANCE);
    if (i >= classes && i < 2 * classes) expect(given[i]).toBe(0);
  }
});

test('values that backward does not need share memory, where they need not be kept', () => {
  const chain = [dropout('a', 'x', 0.5), dropout('b', 'a', 0.5), dropout('y', 'b', 0.5)];
  const graph = { nodes: [input('x', 100), ...chain], inputs: ['x'], outputs: ['y'], parameters: [] };
  const bytes = (keepsValues: boolean) => new Plan(graph, { largestBatch: 8, keepsValues }).bytes;
  expect(bytes(true) - bytes(false)).toBe(8 * 100 * 8); // `a` is over when `y` is made
});
