import { describe, expect, test } from 'vitest';
import type { Evaluation } from '../../core/training/frame.ts';
import { LossSeries } from './loss-series.ts';
import { smooth } from './smoothed-values.ts';
import { decimate } from './step-values.ts';

const at = (step: number): Evaluation => ({
  step,
  trainingLoss: 1 / (step + 1),
  validationLoss: null,
  trainingAccuracy: null,
  validationAccuracy: null,
});

describe('a loss series', () => {
  test('keeps every step, over many growths', () => {
    const series = new LossSeries();
    for (let step = 0; step < 5000; step += 100) {
      series.append(
        step,
        Float64Array.from({ length: 100 }, (_, i) => step + i + 1),
      );
    }
    expect(series.length).toBe(5000);
    expect(series.lossAt(1)).toBe(1);
    expect(series.lossAt(4321)).toBe(4321);
    expect(series.lossAt(5001)).toBeNaN();
  });

  test('keeps what it knows of later steps when a run is taken again, and forgets it when told', () => {
    const series = new LossSeries();
    series.append(0, Float64Array.of(5, 4, 3, 2));
    for (const step of [0, 2, 4]) series.addEvaluation(at(step));
    series.append(1, Float64Array.of(4));
    series.addEvaluation(at(2));
    expect(series.toHistory().losses).toEqual(Float64Array.of(5, 4, 3, 2));
    expect(series.evaluations.map(({ step }) => step)).toEqual([0, 2, 4]);
    series.cut(2);
    series.append(2, Float64Array.of(9));
    expect(series.toHistory().losses).toEqual(Float64Array.of(5, 4, 9));
    expect(series.evaluations.map(({ step }) => step)).toEqual([0, 2]);
  });

  test('a copy begins as the other and goes its own way', () => {
    const series = new LossSeries();
    series.append(0, Float64Array.of(5, 4, 3, 2));
    for (const step of [0, 2, 4]) series.addEvaluation(at(step));
    const copy = series.copy(2);
    copy.append(2, Float64Array.of(1));
    expect(copy.toHistory().losses).toEqual(Float64Array.of(5, 4, 1));
    expect(copy.evaluations.map(({ step }) => step)).toEqual([0, 2]);
    expect(series.toHistory(3).losses).toEqual(Float64Array.of(5, 4, 3));
    expect(copy.line(3, 100, 3)).toEqual({ x: Float64Array.of(3), y: Float64Array.of(1) });
  });

  test('answers the last measurement up to a step', () => {
    const series = new LossSeries();
    for (const step of [0, 10, 20]) series.addEvaluation(at(step));
    expect(series.evaluationAt(15)?.step).toBe(10);
    series.addEvaluation(at(10));
    expect(series.evaluations).toHaveLength(3);
  });
});

test('decimation keeps the least and the greatest of every column, in order', () => {
  const values = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 100));
  values[54_321] = 50;
  values[54_400] = -50;
  const { x, y } = decimate(values, 600);
  expect(x).toHaveLength(1200);
  expect(y.includes(50) && y.includes(-50)).toBe(true);
  expect(x.every((step, i) => i === 0 || step >= x[i - 1]!)).toBe(true);
});

test('smoothing of a constant is that constant from the first step on, and 0 changes nothing', () => {
  for (const value of smooth(Float64Array.of(3, 3, 3), 0.9)) expect(value).toBeCloseTo(3, 12);
  expect(smooth(Float64Array.of(1, 5, 2), 0)).toEqual(Float64Array.of(1, 5, 2));
});

test('a decimated line ends at the last step with its own value, which is named there', () => {
  const values = Float64Array.from({ length: 10_000 }, (_, i) => (i % 2 === 0 ? 1 : 3));
  values[9_999] = 2;
  const { x, y } = decimate(values, 600);
  expect(x.at(-1)).toBe(10_000);
  expect(y.at(-1)).toBe(2);
});

test('a column that begins with unknown losses still shows its known ones', () => {
  const values = new Float64Array(10_000).fill(5);
  values.fill(NaN, 0, 5);
  values[10] = 9;
  expect(decimate(values, 600).y.slice(0, 2)).toEqual(Float64Array.of(5, 9));
});

test('a smoothed line goes on where it ended, and begins anew after going back or with another smoothing', () => {
  const series = new LossSeries();
  const losses = Float64Array.from({ length: 900 }, (_, i) => 1 / (i + 1));
  for (let step = 0; step < 900; step += 300) {
    series.append(step, losses.slice(step, step + 300));
    expect(series.smoothLine(step + 300, 600, 0.9).y).toEqual(smooth(losses.slice(0, step + 300), 0.9));
  }
  expect(series.smoothLine(900, 600, 0.5).y).toEqual(smooth(losses, 0.5));
  series.cut(100);
  series.append(100, Float64Array.of(7, 8));
  const left = Float64Array.of(...losses.slice(0, 100), 7, 8);
  expect(series.smoothLine(102, 600, 0.5).y).toEqual(smooth(left, 0.5));
  series.clear();
  series.append(0, Float64Array.of(4, 2));
  expect(series.smoothLine(2, 600, 0.5).y).toEqual(smooth(Float64Array.of(4, 2), 0.5));
});
