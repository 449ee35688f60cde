import { expect, test } from 'vitest';
import { metricFor } from './metric.ts';

const measured = {
  step: 5,
  trainingLoss: 0.5,
  validationLoss: 3,
  trainingAccuracy: 0.9,
  validationAccuracy: null,
};

test('classes have their accuracy', () => {
  const metric = metricFor('classes', null, false, 0.4)!;
  expect([metric.training(measured), metric.validation(measured)]).toEqual([0.9, null]);
  expect(metric.ruler).toEqual({ label: 'most frequent', value: 0.4 });
});

test('regression has the share that is explained beyond the mean; worse than the mean is below 0', () => {
  const metric = metricFor('regression', { title: 'mean predictor', loss: 2 }, true, null)!;
  expect(metric.title).toBe('R²');
  expect([metric.training(measured), metric.validation(measured)]).toEqual([0.75, -0.5]);
  expect(metric.ruler).toEqual({ label: 'mean predictor', value: 0 });
  expect(metricFor('regression', { title: 'mean predictor', loss: 2 }, false, null)!.title).toBe('Skill');
});

test('targets that never vary leave nothing to explain', () => {
  expect(metricFor('regression', { title: 'mean predictor', loss: 0 }, true, null)).toBeNull();
  expect(metricFor(null, null, true, null)).toBeNull();
});
