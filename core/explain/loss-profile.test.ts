import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { Evaluator } from '../engine/evaluator.ts';
import { losses } from '../nn/losses/registry.ts';
import { presets, type PresetName } from '../presets/registry.ts';
import { examplesOf } from './examples.ts';
import { LossProfile, type Moving } from './loss-profile.ts';

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
