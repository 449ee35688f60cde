/** Outcomes: every ready network learns what it is there to show, from its stated seed. */
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { matchesData } from '../compile/matches-data.ts';
import { prepareData } from '../data/prepare.ts';
import { documentSchema } from '../document/schema.ts';
import { parse } from 'valibot';
import type { Evaluation } from '../training/frame.ts';
import { Trainer } from '../training/trainer.ts';
import type { Preset } from './preset.ts';
import { presets } from './registry.ts';

function train(preset: Preset, steps: number): { first: Evaluation; last: Evaluation; best: Evaluation } {
  const document = preset.make();
  const { network } = compileNetwork(document.layers, document.connections);
  const trainer = new Trainer({
    network: network!,
    data: prepareData(document.data['now']!),
    settings: document.training['now']!,
    parameters: document.parameters,
    position: null,
  });
  while (trainer.stepsDone < steps) trainer.step();
  const seen = trainer.takeEvaluations();
  const best = seen.reduce((a, b) => ((b.validationAccuracy ?? 0) >= (a.validationAccuracy ?? 0) ? b : a));
  return { first: seen[0]!, last: seen.at(-1)!, best };
}

describe.each(Object.entries<Preset>(presets))('preset %s', (_, preset) => {
  test('is a valid document that fits its data and learns', () => {
    const document = preset.make();
    expect(parse(documentSchema, document)).toEqual(document);
    const { network, problems } = compileNetwork(document.layers, document.connections);
    expect(problems).toEqual([]);
    expect(matchesData(network!, prepareData(document.data['now']!))).toEqual([]);
    const { first, last } = train(preset, 1000);
    expect(last.trainingLoss).toBeLessThan(first.trainingLoss * 0.7);
  });
});

test('the worked network has nine parameters and fits its plane exactly', () => {
  const document = presets.worked.make();
  expect(compileNetwork(document.layers, document.connections).network!.parameterCount).toBe(9);
  expect(train(presets.worked, 3000).last.trainingLoss).toBeLessThan(1e-6);
});

test('XOR (2-4-1, tanh, seed 1) reaches a loss below 0.01', () => {
  expect(train(presets.xor, 1000).last.trainingLoss).toBeLessThan(0.01);
});

test('penguins (4-8-3, seed 6) reach 97 % validation accuracy', () => {
  expect(train(presets.penguins, 1000).last.validationAccuracy).toBeGreaterThanOrEqual(0.97);
});

test('two spirals (2-12-10-1, seed 6) reach 95 % validation accuracy', () => {
  expect(train(presets.spirals, 6000).last.validationAccuracy).toBeGreaterThanOrEqual(0.95);
});
