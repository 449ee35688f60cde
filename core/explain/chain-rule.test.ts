/** The printed factors, multiplied out down to the loss, are the engine's gradient: for any network, activation and loss. */
import { describe, expect, test } from 'vitest';
import { compileNetwork, type Network } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import type { Connection, Layer } from '../document/document.ts';
import { Plan } from '../engine/plan.ts';
import { activations, type ActivationName } from '../nn/activations/registry.ts';
import { losses } from '../nn/losses/registry.ts';
import type { Loss } from '../nn/losses/loss.ts';
import { presets } from '../presets/registry.ts';
import { Random } from '../tensor/random.ts';
import { sizeOf } from '../tensor/shape.ts';
import { Explanation, explanationRefusal, type Product } from './chain-rule.ts';

const names = Object.keys(activations) as ActivationName[];
const allLosses = Object.values<Loss>(losses);

/** A random graph of neurons: several inputs and outputs, skips, masks, any activation at every layer. */
function randomNetwork(random: Random): Network {
  const columns = [1 + random.integer(2), 1 + random.integer(4), 1 + random.integer(2)];
  const kinds = ['input', 'dense', 'output'] as const;
  const layers = columns.flatMap((count, column) =>
    Array.from({ length: count }, (_, i): Layer => ({
      id: `l${column}${i}`,
      kind: kinds[column]!,
      name: `l${column}${i}`,
      x: column * 10 + i,
      y: 0,
      size: 1 + random.integer(3),
      activation: names[random.integer(names.length)]!,
      hasBias: column > 0 && random.uniform() < 0.8,
    })),
  );
  const connections: Connection[] = layers.flatMap((target, i) => {
    const earlier = target.kind === 'input' ? [] : layers.slice(0, i).filter(({ kind }) => kind !== 'output');
    const certain = random.integer(Math.max(1, earlier.length));
    return earlier.flatMap((source, j) => {
      if (j !== certain && random.uniform() < 0.5) return [];
      const mask = Uint8Array.from({ length: source.size * target.size }, () => (random.uniform() < 0.7 ? 1 : 0));
      const id = `${source.id}-${target.id}`;
      return [{ id, source: source.id, target: target.id, mask: random.uniform() < 0.4 ? null : mask }];
    });
  });
  const table = <T extends { id: string }>(list: readonly T[]) =>
    Object.fromEntries(list.map((item) => [item.id, item]));
  return compileNetwork(table(layers), table(connections)).network!;
}

/** Every sum unfolded, every product multiplied out: only the numbers at the ends of all paths are used. */
function multiplyOut({ factors }: Product, row: number): number {
  return factors.reduce(
    (value, { at, unfold }) =>
      value * (unfold ? unfold().reduce((sum, product) => sum + multiplyOut(product, row), 0) : at(row)),
    1,
  );
}

test('of 100 random networks with any activations, skips, masks and losses, to 1e-9', () => {
  const random = Random.fromSeed(77);
  const rows = 3;
  let [compared, folded] = [0, 0];
  for (let i = 0; i < 100; i++) {
    const network = randomNetwork(random);
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
          const value = multiplyOut(product, row);
          sum += value;
          size += Math.abs(value);
        }
        const engine = gradient![index]!;
        // Relative to what is added up: where examples cancel, the sum's own digits are lost for any order of adding.
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
    expect(explanationRefusal(network!, rows)).toBeNull();
    expect(explanationRefusal(network!, 1e7)).toContain('Choose a smaller batch');
  });
});
