import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import { ONLY, type TrainingSettings } from '../document/document.ts';
import { presets, type PresetName } from '../presets/registry.ts';
import { isNormKept, StepNorms, stepsToNorm, type StepNorm } from './step-norms.ts';
import { Trainer } from './trainer.ts';

function trainerOf(name: PresetName, change: Partial<TrainingSettings> = {}): Trainer {
  const { layers, connections, parameters, data, training } = presets[name].make();
  const { network } = compileNetwork(layers, connections);
  const settings = { ...training[ONLY]!, ...change };
  return new Trainer({ network: network!, data: prepareData(data[ONLY]!), settings, parameters, position: null });
}

function normsOf(trainer: Trainer, train: (trainer: Trainer) => void): StepNorm[] {
  trainer.norms = new StepNorms();
  train(trainer);
  return trainer.takeNorms();
}

const oneByOne =
  (count: number) =>
  (trainer: Trainer): void => {
    for (let i = 0; i < count; i++) trainer.step();
  };

test('every step is kept at first, then 64 of each doubling, on the same steps for everybody', () => {
  const kept = Array.from({ length: 8192 }, (_, i) => i + 1).filter(isNormKept);
  expect(kept.slice(0, 127)).toEqual(Array.from({ length: 127 }, (_, i) => i + 1));
  for (const end of [128, 512, 4096]) expect(kept.filter((step) => step >= end && step < 2 * end)).toHaveLength(64);
  for (const done of [0, 255, 256, 300, 5000]) expect(kept).toContain(done + stepsToNorm(done) + 1);
  expect([stepsToNorm(0), stepsToNorm(128), stepsToNorm(1024)]).toEqual([0, 1, 15]);
});

test('a kept norm is that of the gradients and moves which the step shows', () => {
  const length = (arrays: Float64Array[]): number =>
    Math.sqrt(arrays.flatMap((values) => [...values]).reduce((sum, value) => sum + value * value, 0));
  const trainer = trainerOf('moons');
  trainer.norms = new StepNorms();
  while (trainer.phase !== 'backward') trainer.advance();
  const { gradients, next } = trainer.batchView()!;
  const before = trainer.parameters;
  trainer.advance();
  const [norm] = trainer.takeNorms();
  const moves = Object.entries(before).map(([id, values]) => values.map((value, i) => next![id]![i]! - value));
  expect(norm!.step).toBe(1);
  expect(norm!.gradient).toBeGreaterThan(0.01);
  expect(norm!.gradient).toBeCloseTo(length(Object.values(gradients!)), 12);
  expect(norm!.update).toBeCloseTo(length(moves), 12);
});

test.each([
  ['plain', {}],
  ['clipped', { clipNorm: 0.05 }],
  ['in small batches', { batchSize: 3 }],
] as const)('many steps at once by generated code, %s, keep the very norms of one by one', (_, change) => {
  const many = normsOf(trainerOf('circles', change), (trainer) => trainer.steps(700));
  const single = normsOf(trainerOf('circles', change), oneByOne(700));
  expect(many).toEqual(single);
  expect(many).toHaveLength(127 + 64 + 64 + 24); // 1 .. 127, every 2nd to 254, every 4th to 508, every 8th to 696
});

test('keeping norms changes no bit of training', () => {
  const [watched, alone] = [trainerOf('xor'), trainerOf('xor')];
  watched.norms = new StepNorms();
  for (const trainer of [watched, alone]) trainer.steps(1000);
  expect(watched.parameters).toEqual(alone.parameters);
  expect(watched.takeLosses()).toEqual(alone.takeLosses());
  expect(alone.takeNorms()).toEqual([]);
});
