import { expect, test } from 'vitest';
import { ONLY } from '../../core/document/document.ts';
import { presets } from '../../core/presets/registry.ts';
import { LossSeries } from './loss-series.ts';
import { describeEdit, editsBetween } from './run-edit.ts';

const document = presets.worked.make();
const training = document.training[ONLY]!;
const [id] = Object.keys(document.parameters) as [string];

const turned = (value: number) => ({
  ...document,
  parameters: { ...document.parameters, [id]: document.parameters[id]!.with(0, value) },
});

test('a turned knob is told by its name with what it was and what it is', () => {
  const [edit] = editsBetween(document, turned(0.25), 12, 0);
  expect(edit).toMatchObject({ step: 12, to: '0.250' });
  expect(describeEdit(edit!)).toMatch(/^w\(1,1\) .* → 0\.250$/);
});

test('a setting is told by its name in words, each one for itself', () => {
  const changed = {
    ...training,
    optimizerSettings: { ...training.optimizerSettings, learningRate: 0.5 },
    batchSize: 3,
  };
  const edits = editsBetween(document, { ...document, training: { [ONLY]: changed } }, 3, 0);
  expect(edits.map(({ subject, to }) => [subject, to])).toEqual([
    ['batch size', '3'],
    ['learning rate', '0.5'],
  ]);
});

test('turning on is one edit from its first value to its last; a pause begins another', () => {
  const series = new LossSeries();
  const values = [0.1, 0.2, 0.3];
  values.forEach((value, i) => {
    for (const edit of editsBetween(turned(values[i - 1] ?? 0), turned(value), 10 + i, 100 * i)) series.addEdit(edit);
  });
  for (const edit of editsBetween(turned(0.3), turned(0.4), 90, 60_000)) series.addEdit(edit);
  expect(series.edits.map((edit) => [edit.step, edit.lastStep, describeEdit(edit)])).toEqual([
    [10, 12, 'w(1,1) 0 → 0.300'],
    [90, 90, 'w(1,1) 0.300 → 0.400'],
  ]);
});

test('a branch keeps the edits of the steps that it shares', () => {
  const series = new LossSeries();
  series.append(0, new Float64Array(100));
  for (const step of [10, 50])
    for (const edit of editsBetween(document, turned(step), step, step)) series.addEdit(edit);
  expect(series.edits).toHaveLength(1);
  series.addEdit({ ...series.edits[0]!, step: 60, lastStep: 60, madeAt: 1e6 });
  expect(series.copy(55).edits.map(({ step }) => step)).toEqual([10]);
  series.cut(5);
  expect(series.edits).toEqual([]);
});
