import { expect, test } from 'vitest';
import { compileNetwork } from '../compile/compile.ts';
import { presets } from '../presets/registry.ts';
import { NonFiniteError } from '../training/non-finite.ts';
import { Trainer } from '../training/trainer.ts';
import type { DataTable } from './data-settings.ts';
import { prepareData, settingsForTable } from './prepare.ts';
import { isScaled, targetAt, targetSpan, withScaling } from './scaling.ts';

const areas = Float64Array.from({ length: 40 }, (_, i) => 40 + 4 * i);
const prices = areas.map((area, i) => 50_000 + 2000 * area + 1000 * (i % 5));
const houses: DataTable = {
  name: 'houses.csv',
  columns: [
    { name: 'area', type: 'number', values: areas },
    { name: 'rooms', type: 'number', values: areas.map((area) => Math.round(area / 30)) },
    { name: 'price', type: 'number', values: prices },
  ],
};
const settings = { ...settingsForTable(houses), inputs: ['area'] };

test('targets of hundred thousands are standardised by the training rows unless one says otherwise', () => {
  const data = prepareData(settings);
  const training = Array.from(data.trainingRows, (row) => data.targetValues[row]!);
  const mean = training.reduce((sum, value) => sum + value, 0) / training.length;
  const variance = training.reduce((sum, value) => sum + value * value, 0) / training.length;
  expect(mean).toBeCloseTo(0, 12);
  expect(variance).toBeCloseTo(1, 12);
  expect(isScaled(data.targets[0]!)).toBe(true);
  const plain = prepareData({ ...settings, targetScaling: 'none' });
  expect(plain.targetValues[0]).toBe(prices[data.tableRows[0]!]);
});

test('people see the data: a scaled target is read back in its own units', () => {
  const data = prepareData(settings);
  data.tableRows.forEach((row, i) => expect(targetAt(data, i, 0)).toBeCloseTo(prices[row]!, 6));
  const { least, most } = targetSpan(data, 0)!;
  expect(least).toBeCloseTo(Math.min(...prices), 6);
  expect(most).toBeCloseTo(Math.max(...prices), 6);
  expect(targetSpan(data, 1)).toBeNull();
});

test('targets within ±10 and answers of yes or no are learned as they are', () => {
  expect(isScaled(prepareData({ ...settings, targets: ['rooms'] }).targets[0]!)).toBe(false);
  const yes = {
    ...houses,
    columns: [houses.columns[0]!, { ...houses.columns[1]!, values: areas.map((_, i) => i % 2) }],
  };
  const data = prepareData({ ...settingsForTable(yes as DataTable), targetScaling: 'deviation' });
  expect([data.task, isScaled(data.targets[0]!)]).toEqual(['binary', false]);
});

test('each column can be scaled in a way of its own', () => {
  const both = { ...settings, inputs: ['area', 'rooms'], scalings: withScaling(settings, 'rooms', 'range') };
  const { inputs, targets } = prepareData({ ...both, scalings: withScaling(both, 'price', 'none') });
  expect(inputs[0]!.mean).toBeGreaterThan(40);
  expect([inputs[1]!.mean, inputs[1]!.deviation]).toEqual([1, 5]); // least, and most − least, of the training rows
  expect(isScaled(targets[0]!)).toBe(false);
});

test('a network learns prices of 1e5 at the usual learning rate, which as they are end in no number', () => {
  const document = presets.bias.make();
  const network = compileNetwork(document.layers, document.connections).network!;
  const usual = { ...document.training['now']!, optimizer: 'sgd' as const, optimizerSettings: { learningRate: 0.1 } };
  const lossAfter = (choice: 'large' | 'none'): number => {
    const data = prepareData({ ...settings, standardise: choice === 'large', targetScaling: choice });
    const trainer = new Trainer({ network, data, settings: usual, parameters: document.parameters, position: null });
    for (let step = 0; step < 200; step++) trainer.step();
    return trainer.lastLoss;
  };
  expect(() => lossAfter('none')).toThrow(NonFiniteError);
  expect(lossAfter('large')).toBeLessThan(0.01);
});
