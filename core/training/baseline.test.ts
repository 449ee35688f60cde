import { expect, test } from 'vitest';
import { prepareData } from '../data/prepare.ts';
import { ONLY } from '../document/document.ts';
import { losses } from '../nn/losses/registry.ts';
import { presets, type PresetName } from '../presets/registry.ts';
import { baselineOf } from './baseline.ts';

const dataOf = (name: PresetName) => prepareData(presets[name].make().data[ONLY]!);

test('guessing among three classes costs ln 3, between two answers ln 2', () => {
  const classes = baselineOf(dataOf('penguins'), losses.softmaxCrossEntropy);
  expect(classes).toEqual({ title: 'random guess', loss: expect.closeTo(Math.log(3), 12) as number });
  const binary = baselineOf(dataOf('xor'), losses.binaryCrossEntropy);
  expect(binary).toEqual({ title: 'random guess', loss: expect.closeTo(Math.log(2), 12) as number });
});

test('always the mean costs the variance of the training targets under squared error', () => {
  const data = dataOf('worked');
  const values = [...data.trainingRows].map((row) => data.targetValues[row]!);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(baselineOf(data, losses.meanSquaredError)).toEqual({
    title: 'mean predictor',
    loss: expect.closeTo(variance, 12) as number,
  });
});

test('there is none without training rows', () => {
  expect(baselineOf({ ...dataOf('xor'), trainingRows: new Uint32Array(0) }, losses.binaryCrossEntropy)).toBeNull();
});
