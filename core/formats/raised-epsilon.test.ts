import { expect, test } from 'vitest';
import { ONLY, type NetworkDocument } from '../document/document.ts';
import { optimizers } from '../optim/optimizers/registry.ts';
import { presets } from '../presets/registry.ts';
import { initialSettings } from '../settings/field.ts';
import { readProject, writeProject } from './project.ts';

/** A preset by Adam, with this epsilon. */
function withEpsilon(epsilon: number): NetworkDocument {
  const document = presets.xor.make();
  const optimizerSettings = { ...initialSettings(optimizers.adam.fields), epsilon };
  return { ...document, training: { [ONLY]: { ...document.training[ONLY]!, optimizer: 'adam', optimizerSettings } } };
}

const reopened = (epsilon: number) =>
  readProject(writeProject({ document: withEpsilon(epsilon), history: null, appVersion: '0.1.0' }));

test('a project from when epsilon could be 0 opens with the smallest there is, and says so', () => {
  const { document, remark } = reopened(0);
  expect(document).toEqual(withEpsilon(1e-12));
  expect(remark).toBe(
    'Epsilon was 0 in this file and is 1e-12 now, the smallest there is: with less, a gradient that is always 0 would be divided by 0.',
  );
});

test('any other epsilon stays as it is, without a word', () => {
  const opened = reopened(1e-12);
  expect(opened.document).toEqual(withEpsilon(1e-12));
  expect(opened.remark).toBeUndefined();
});

test('one that never was allowed is still refused', () => {
  expect(() => reopened(-1)).toThrow('Epsilon must be from 1e-12 to 1, not -1.');
});
