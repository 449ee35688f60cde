/** The printed factors, multiplied out down to the loss, are the engine's gradient: for any network, activation and loss. */
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { Plan } from '../engine/plan.ts';
import { losses } from '../nn/losses/registry.ts';
import type { Loss } from '../nn/losses/loss.ts';
import { presets } from '../presets/registry.ts';
import { Random } from '../tensor/random.ts';
import { sizeOf } from '../tensor/shape.ts';
import { Explanation, type Product } from './chain-rule.ts';
import { explanationRefusal } from './explanation-refusal.ts';
import { randomNetwork } from './fixtures/random-network.ts';

const allLosses = Object.values<Loss>(losses);

/** Every sum unfolded, every product multiplied out: only the numbers at the ends of all paths are used; and the size of what is added. */
function multiplyOut({ factors }: Product, row: number): { value: number; size: number } {
  let [value, size] = [1, 1];
  for (const { at, unfold } of factors) {
    const parts = unfold
      ? unfold().map((product) => multiplyOut(product, row))
      : [{ value: at(row), size: Math.abs(at(row)) }];
    value *= parts.reduce((sum, part) => sum + part.value, 0);
    size *= parts.reduce((sum, part) => sum + part.size, 0);
  }
  return { value, size };
}

test.each([
  ['neurons', 100, false],
  ['neurons, softmax, add and normalisation', 100, true],
] as const)('of random networks of %s with any activations, skips, masks and losses, to 1e-9', (_, count, hasWired) => {
  const random = Random.fromSeed(77);
  const rows = 3;
  let [compared, folded] = [0, 0];
  const kinds = new Set<string>();
  for (let i = 0; i < count; i++) {
    const network = randomNetwork(random, hasWired);
    for (const { layer } of network.layers) kinds.add(layer.kind);
    const loss = allLosses[i % allLosses.length]!;
    const normals = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());
    const inputs = normals(rows * network.inputCount);
    const targets = new Float64Array(rows * network.outputCount);
    for (let row = 0; row < rows; row++) targets[row * network.outputCount + random.integer(network.outputCount)] = 1;
    const plan = new Plan(network.graph, {
      largestBatch: rows,
      objective: { kind: 'rows', loss },
      learning: { slots: [], rule: { of: loss, run: () => undefined } },
    });
    const drawn = network.parameters.map(({ id, shape, mask }) => {
      const values = normals(sizeOf(shape));
      return [id, mask ? values.map((value, entry) => value * mask[entry]!) : values] as const;
    });
    const parameters = Object.fromEntries(drawn);
    plan.setParameters(parameters);
    plan.setInputs(inputs, rows);
    plan.targets.set(targets);
    plan.runThrough('forward', 'backward');
    const explanation = new Explanation(network, parameters, { rows, inputs, targets }, loss);
    for (const [id, { gradient, mask }] of plan.parameters) {
      for (let index = 0; index < gradient!.length; index++) {
        if (mask?.[index] === 0) continue;
        const { product, gradient: stated } = explanation.of({ id, index });
        let sum = 0;
        let size = 0;
        for (let row = 0; row < rows; row++) {
          const part = multiplyOut(product, row);
          sum += part.value;
          size += part.size;
        }
        const engine = gradient![index]!;
        // Relative to what is added up: where examples or paths cancel, the sum's own digits are lost for any order of adding.
        const scale = Math.max(Math.abs(engine), size, 1e-12);
        expect(Math.abs(sum - engine) / scale, `network ${i}, ${id}[${index}]`).toBeLessThan(1e-9);
        expect(Math.abs(stated - engine) / scale).toBeLessThan(1e-9);
        compared++;
        if (product.factors.some(({ unfold }) => unfold)) folded++;
      }
    }
  }
  expect(compared).toBeGreaterThan(1500);
  expect(folded).toBeGreaterThan(200);
  expect(kinds).toEqual(
    new Set(['input', 'dense', 'output', ...(hasWired ? ['softmax', 'add', 'normalisation'] : [])]),
  );
});

describe('the worked network', () => {
  const document = presets.worked.make();
  const { network } = compileNetwork(document.layers, document.connections);
  const data = prepareData(document.data['now']!);
  const rows = data.trainingRows.length;
  const examples = { rows, inputs: data.inputValues, targets: data.targetValues };
  const explanation = new Explanation(network!, document.parameters, examples, losses.meanSquaredError);

  test("reads like the README's table: w(1,1) is the sum of x1 · w(3,1) · d", () => {
    const { product, gradient } = explanation.of({ id: 'c1.weight', index: 0 });
    expect(product.factors.map(({ source }) => source)).toEqual([
      { kind: 'output', layer: 'l1', unit: 0 },
      { kind: 'parameter', id: 'c5.weight', index: 0 },
      { kind: 'loss', layer: 'l5', unit: 0 },
    ]);
    const d = product.factors[2]!;
    [-0.535, -1.79, 0.06, -1.195].forEach((wanted, row) => expect(d.at(row)).toBeCloseTo(wanted, 12));
    expect(gradient).toBeCloseTo(-3.186, 12);
  });

  test.each([
    ['l5.bias', -3.46],
    ['c5.weight', -1.881],
    ['c6.weight', -1.461],
    ['l3.bias', -2.076],
    ['l4.bias', 1.73],
    ['c2.weight', -1.68],
    ['c3.weight', 2.655],
    ['c4.weight', 1.4],
  ])('%s is %d', (id, wanted) => {
    expect(explanation.of({ id, index: 0 }).gradient).toBeCloseTo(wanted, 12);
  });

  test('an entry that is not there is refused by name', () => {
    expect(() => explanation.of({ id: 'c1.weight', index: 5 })).toThrow('There is no parameter c1.weight[5]');
  });

  test('a batch that nobody could read is refused with what to do', () => {
    expect(explanationRefusal(network!, rows, null)).toBeNull();
    expect(explanationRefusal(network!, 1e7, null)).toContain('Choose a smaller batch');
  });
});
