import { expect, test } from 'vitest';
import { LossSeries } from '../charts/loss-series.ts';
import { linearTicks, logarithmicTicks } from './axis-ticks.ts';
import { lossSvg } from './loss-svg.ts';

const series = new LossSeries();
series.append(
  0,
  Float64Array.from({ length: 50 }, (_, i) => 1 / (i + 1)),
);
series.addEvaluation({
  step: 1,
  trainingLoss: 1,
  trainingAccuracy: null,
  validationLoss: 0.9,
  validationAccuracy: null,
});
series.addEvaluation({
  step: 50,
  trainingLoss: 0,
  trainingAccuracy: null,
  validationLoss: 0.1,
  validationAccuracy: null,
});

test('the chart names each line at its end with its last value, the held-out one dashed', () => {
  const svg = lossSvg('XOR', series, 50, false);
  expect(svg).toContain('train 0.0200');
  expect(svg).toContain('validation 0.100');
  expect(svg.match(/<polyline /g)).toHaveLength(2);
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
});

test('a logarithmic axis is labelled by powers of ten', () => {
  const svg = lossSvg('XOR', series, 50, true);
  expect(svg).toContain('loss, logarithmic');
  expect(svg).toContain('>0.1<');
});

test('ticks are round numbers within the range', () => {
  expect(linearTicks(0, 50)).toEqual([0, 10, 20, 30, 40, 50]);
  expect(linearTicks(-1.1, 1.3)).toEqual([-1, -0.5, 0, 0.5, 1]);
  expect(linearTicks(2, 2)).toEqual([]);
  expect(logarithmicTicks(0.02, 30)).toEqual([0.1, 1, 10]);
});
