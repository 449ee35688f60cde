import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { Evaluator } from '../engine/evaluator.ts';
import { losses } from '../nn/losses/registry.ts';
import { Random } from '../tensor/random.ts';
import { sizeOf } from '../tensor/shape.ts';
import { Explanation } from './chain-rule.ts';
import { randomNetwork } from './fixtures/random-network.ts';
import { presets, type PresetName } from '../presets/registry.ts';
import { examplesOf } from './examples.ts';
import { LossProfile, type Moving } from './loss-profile.ts';

test('through softmax, add and normalisation too, of random networks, by every parameter', () => {
  const random = Random.fromSeed(5);
  const loss = losses.meanSquaredError;
  const rows = 4;
  const normals = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());
  let compared = 0;
  for (let i = 0; i < 12; i++) {
    const network = randomNetwork(random, true);
    const examples = { rows, inputs: normals(rows * network.inputCount), targets: normals(rows * network.outputCount) };
    const drawn = network.parameters.map(({ id, shape, mask }) => {
      const values = normals(sizeOf(shape));
      return [id, mask ? values.map((value, entry) => value * mask[entry]!) : values] as const;
    });
    const parameters: Record<string, Float64Array> = Object.fromEntries(drawn);
    const profile = new LossProfile(network, examples, loss);
    const explanation = new Explanation(network, parameters, examples, loss);
    const evaluator = new Evaluator(network, rows);
    for (const { id, mask } of network.parameters) {
      const index = parameters[id]!.findIndex((_, entry) => mask?.[entry] !== 0);
      if (index < 0) continue;
      const present = parameters[id]![index]!;
      const found = profile.of(parameters, [{ id, index, sign: 1 }], Float64Array.of(present, 0.3));
      const moved = { ...parameters, [id]: parameters[id]!.with(index, 0.3) };
      evaluator.run(moved, examples.inputs, rows);
      const wanted = loss.forward(evaluator.outputs, examples.targets, rows, network.outputCount);
      expect(found.losses[1]! / wanted, `network ${i}, ${id}[${index}]`).toBeCloseTo(1, 8); // the order of additions differs
      const { gradient } = explanation.of({ id, index });
      expect(Math.abs(found.slopes[0]! - gradient)).toBeLessThan(1e-7 * Math.max(1, Math.abs(gradient)));
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(50);
});

const at = Float64Array.of(-3, -0.7, 0, 0.4, 2);

describe.each(['worked', 'xor', 'penguins', 'spirals'] satisfies PresetName[])('in %s', (name) => {
  const document = presets[name].make();
  const network = compileNetwork(document.layers, document.connections).network!;
  const examples = examplesOf(prepareData(document.data['now']!));
  const loss = losses[document.training['now']!.loss];
  const profile = new LossProfile(network, examples, loss);
  const evaluator = new Evaluator(network, examples.rows);

  function bruteForce(moving: readonly Moving[], value: number): number {
    const parameters = Object.fromEntries(Object.entries(document.parameters).map(([id, all]) => [id, all.slice()]));
    for (const { id, index, sign } of moving) parameters[id]![index] = sign * value;
    evaluator.run(parameters, examples.inputs, examples.rows);
    return loss.forward(evaluator.outputs, examples.targets, examples.rows, network.outputCount);
  }

  test('each parameter has the losses of setting it and computing everything, and their slopes', () => {
    const entries = network.parameters.flatMap(({ id }) =>
      [0, document.parameters[id]!.length - 1].map((index) => ({ id, index })),
    );
    for (const entry of entries) {
      const moving = [{ ...entry, sign: 1 }] as const;
      const found = profile.of(document.parameters, moving, at);
      at.forEach((value, i) => {
        expect(found.losses[i]).toBeCloseTo(bruteForce(moving, value), 10); // the order of additions differs
        const h = 1e-5;
        const slope = (bruteForce(moving, value + h) - bruteForce(moving, value - h)) / (2 * h);
        if (name !== 'xor') expect(found.slopes[i]).toBeCloseTo(slope, 5); // h² truncation
      });
    }
  });

  test('tied parameters move together, mirrored ones the other way', () => {
    const [first, ...others] = network.parameters;
    const moving: Moving[] = [
      { id: first!.id, index: 0, sign: 1 },
      ...others.map(({ id }, i) => ({ id, index: 0, sign: i % 2 === 0 ? (-1 as const) : (1 as const) })),
    ];
    // All of them at the value that the first one has, as a tie holds them.
    const value = document.parameters[first!.id]![0]!;
    const tied = Object.fromEntries(Object.entries(document.parameters).map(([id, all]) => [id, all.slice()]));
    for (const { id, index, sign } of moving) tied[id]![index] = sign * value;
    const found = profile.of(tied, moving, at);
    at.forEach((wanted, i) => expect(found.losses[i]).toBeCloseTo(bruteForce(moving, wanted), 9));
  });
});
