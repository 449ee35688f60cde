import { expect, test } from 'vitest';
import { presets } from '../presets/registry.ts';
import { apply, difference } from './change.ts';
import { rebase } from './rebase.ts';

const before = presets.spirals.make();
const [id, values] = Object.entries(before.parameters).find(([, { length }]) => length > 1)!;
const turned = { ...before, parameters: { ...before.parameters, [id]: values.with(1, 9) } };
const trained = { ...before, parameters: { ...before.parameters, [id]: values.map((value) => value + 1) } };

test('a turned entry is set in what training has made of the others', () => {
  const edited = apply(trained, rebase(difference(before, turned), trained));
  expect(edited.parameters[id]).toEqual(trained.parameters[id]!.with(1, 9));
});

test('of settings only what was changed is taken over', () => {
  const training = before.training['now']!;
  const change = difference(before, { ...before, training: { now: { ...training, batchSize: 7 } } });
  const later = { ...before, training: { now: { ...training, seed: 5 } } };
  expect(apply(later, rebase(change, later)).training['now']).toEqual({ ...training, seed: 5, batchSize: 7 });
});

test('a change of what is as it was stays the same', () => {
  const changes = difference(before, turned);
  expect(rebase(changes, before)).toEqual(changes);
});
