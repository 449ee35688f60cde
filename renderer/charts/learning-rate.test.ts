import { expect, test } from 'vitest';
import { ONLY, type TrainingSettings } from '../../core/document/document.ts';
import { presets } from '../../core/presets/registry.ts';
import { learningRateAt, learningRateLine } from './learning-rate.ts';

const settings: TrainingSettings = presets.worked.make().training[ONLY]!;
const at = (learningRate: number): TrainingSettings => ({
  ...settings,
  optimizerSettings: { ...settings.optimizerSettings, learningRate },
});

test('a rate holds from the update after it was set', () => {
  const known = [
    { step: 0, settings: at(0.1) },
    { step: 10, settings: at(0.5) },
  ];
  expect([1, 10, 11].map((step) => learningRateAt(known, step))).toEqual([0.1, 0.1, 0.5]);
  expect(learningRateAt(known, 0)).toBeNaN();
});

test('the line of a long run has both sides of each change, however few points it has', () => {
  const known = [
    { step: 0, settings: at(0.1) },
    { step: 777, settings: at(0.5) },
  ];
  const { x, y } = learningRateLine(known, 1, 1_000_000, 4);
  expect(x.length).toBe(10);
  expect(y[[...x].indexOf(777)]).toBe(0.1);
  expect(y[[...x].indexOf(778)]).toBe(0.5);
});

test('a schedule is followed from step to step', () => {
  const scheduled: TrainingSettings = { ...at(0.4), schedule: 'step', scheduleSettings: { every: 10, factor: 0.5 } };
  const rates = [1, 10, 11, 21].map((step) => learningRateAt([{ step: 0, settings: scheduled }], step));
  expect(new Set(rates).size).toBeGreaterThan(1);
  expect(rates[0]).toBe(0.4);
});
