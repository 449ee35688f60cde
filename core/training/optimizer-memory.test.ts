import { expect, test } from 'vitest';
import { ONLY } from '../document/document.ts';
import { twoFourOne } from '../document/fixtures/two-four-one.ts';
import type { OptimizerName } from '../optim/optimizers/registry.ts';
import { bringsMemory } from './optimizer-memory.ts';

const by = (optimizer: OptimizerName) => ({ ...twoFourOne().training[ONLY]!, optimizer });
const ofAdam = { 'mean/c1': [0], 'square/c1': [0] };

test('memory is brought only by a state that has it, to an optimizer that keeps it, from one that does not', () => {
  expect(bringsMemory(ofAdam, by('sgd'), by('adam'))).toBe(true);
  expect(bringsMemory(ofAdam, by('adagrad'), by('adam'))).toBe(true); // the mean
  expect(bringsMemory(ofAdam, by('adam'), by('sgd'))).toBe(false);
  expect(bringsMemory(ofAdam, by('adam'), by('adamw'))).toBe(false);
  expect(bringsMemory(ofAdam, by('adam'), by('amsgrad'))).toBe(false); // it has no largest square
  expect(bringsMemory({}, by('sgd'), by('adam'))).toBe(false);
});
