/** Outcomes: every ready network learns what it is there to show, from its stated seed. */
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { initialParameters } from '../compile/initial-parameters.ts';
import { matchesData } from '../compile/matches-data.ts';
import { prepareData } from '../data/prepare.ts';
import { documentSchema } from '../document/schema.ts';
import { parse } from 'valibot';
import type { Evaluation } from '../training/frame.ts';
import { Trainer } from '../training/trainer.ts';
import type { Preset } from './preset.ts';
import { presets } from './registry.ts';

/** @param seed starts from its values; null = from the preset's own */
function train(preset: Preset, steps: number, seed: number | null = null): { first: Evaluation; last: Evaluation } {
  const document = preset.make();
  const own = document.training['now']!;
  const { network } = compileNetwork(document.layers, document.connections);
  const trainer = new Trainer({
    network: network!,
    data: prepareData(document.data['now']!),
    settings: { ...own, seed: seed ?? own.seed },
    parameters: seed === null ? document.parameters : initialParameters(network!, own.initializer, seed),
    position: null,
  });
  const first = trainer.evaluate();
  while (trainer.stepsDone < steps) trainer.step();
  return { first, last: trainer.evaluate() };
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

test('the biased line finds slope 0.5 and bias 3 within the noise of its data', () => {
  expect(train(presets.bias, 500).last.trainingLoss).toBeLessThan(0.05); // noise of deviation 0.2: 0.04
});

describe.each([1, 2, 3])('from seed %i', (seed) => {
  test('XOR (2-4-1, tanh) reaches a loss below 0.01 in 500 steps', () => {
    expect(train(presets.xor, 500, seed).last.trainingLoss).toBeLessThan(0.01);
  });

  test('penguins (4-8-3) reach 97 % validation accuracy in 500 steps', () => {
    expect(train(presets.penguins, 500, seed).last.validationAccuracy).toBeGreaterThanOrEqual(0.97);
  });

  test('two spirals (2-12-10-1) reach 95 % validation accuracy in 4000 steps', () => {
    expect(train(presets.spirals, 4000, seed).last.validationAccuracy).toBeGreaterThanOrEqual(0.95);
  });

  test('circles (2-4-1) reach 95 % validation accuracy in 1000 steps', () => {
    expect(train(presets.circles, 1000, seed).last.validationAccuracy).toBeGreaterThanOrEqual(0.95);
  });

  test('iris (4-6-3) reach 90 % validation accuracy in 500 steps', () => {
    expect(train(presets.iris, 500, seed).last.validationAccuracy).toBeGreaterThanOrEqual(0.9);
  });

  test('two moons (2-6-1) reach 95 % validation accuracy in 1000 steps', () => {
    expect(train(presets.moons, 1000, seed).last.validationAccuracy).toBeGreaterThanOrEqual(0.95);
  });

  test('the sine (1-8-1) comes within a mean squared error of 0.02 in 3000 steps', () => {
    expect(train(presets.sine, 3000, seed).last.validationLoss).toBeLessThan(0.02); // noise of deviation 0.05: 0.0025
  });

  test('wine (13-8-3) reaches 93 % validation accuracy in 500 steps', () => {
    expect(train(presets.wine, 500, seed).last.validationAccuracy).toBeGreaterThanOrEqual(0.93);
  });

  test('digits (64-32-10) reach 94 % validation accuracy in 400 steps', () => {
    expect(train(presets.digits, 400, seed).last.validationAccuracy).toBeGreaterThanOrEqual(0.94);
  });
});
