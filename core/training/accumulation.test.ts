import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { prepareData } from '../data/prepare.ts';
import type { NetworkDocument, TrainingSettings } from '../document/document.ts';
import { makeLanguageModel } from '../presets/language/language-preset.ts';
import { languagePresets } from '../presets/language/registry.ts';
import { presets } from '../presets/registry.ts';
import { fingerprint } from './fingerprint.ts';
import { Trainer } from './trainer.ts';

const names = makeLanguageModel(languagePresets['gpt-names'], {
  name: 'names',
  text: `${'anna emma ida bartholomew nina jo'.split(' ').join('\n')}\n`.repeat(4),
});

function trained(document: NetworkDocument, steps: number, part: Partial<TrainingSettings>): Trainer {
  const { network } = compileNetwork(document.layers, document.connections);
  const settings = { ...document.training['now']!, precision: 'float64' as const, ...part };
  const data = prepareData(document.data['now']!);
  const trainer = new Trainer({ network: network!, data, settings, parameters: document.parameters, position: null });
  trainer.steps(steps);
  return trainer;
}

/** Largest difference of two trainers' parameters. */
const distance = (a: Trainer, b: Trainer): number =>
  Math.max(
    ...Object.entries(a.parameters).flatMap(([id, values]) =>
      [...values].map((value, i) => Math.abs(value - b.parameters[id]![i]!)),
    ),
  );

test('three batches of two names a step move as one batch of six, though names differ in length', () => {
  const parts = trained(names, 4, { batchSize: 2, accumulation: 3 });
  const whole = trained(names, 4, { batchSize: 6 });
  expect(parts.takeLosses()).toHaveLength(4);
  expect(parts.lastLoss).toBeCloseTo(whole.lastLoss, 12); // float64: sums in another order
  expect(distance(parts, whole)).toBeLessThan(1e-9);
  expect(parts.position.cursor).toBe(whole.position.cursor);
});

test('a last batch that is smaller counts by its rows', () => {
  const document = presets.spirals.make();
  const parts = trained(document, 3, { batchSize: 16, accumulation: 3 });
  const whole = trained(document, 3, { batchSize: 48 });
  expect(distance(parts, whole)).toBeLessThan(1e-10);
});

test('accumulating is the same every time, and goes on to the same bits from a position', () => {
  const part = { batchSize: 2, accumulation: 2 };
  const through = trained(names, 6, part);
  const first = trained(names, 3, part);
  const { network } = compileNetwork(names.layers, names.connections);
  const again = new Trainer({
    network: network!,
    data: prepareData(names.data['now']!),
    settings: { ...names.training['now']!, precision: 'float64', ...part },
    parameters: first.parameters,
    position: first.position,
  });
  again.steps(3);
  expect(fingerprint(again.parameters)).toBe(fingerprint(through.parameters));
});

test('a number of batches that is none is refused', () => {
  expect(() => trained(names, 0, { accumulation: 0 })).toThrow('not 0');
});
