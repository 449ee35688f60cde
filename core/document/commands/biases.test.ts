import { expect, test } from 'vitest';
import { presets } from '../../presets/registry.ts';
import { apply } from '../change.ts';
import { emptyHistory, record, undo } from '../history.ts';
import { reasonOf } from '../fixtures/two-four-one.ts';
import { isRefusal, type CommandResult } from './command.ts';
import { lastValues, setBiases } from './biases.ts';

const start = presets.worked.make();
const all = Object.keys(start.layers);

test('off and on again brings every bias back with its value, one undo each', () => {
  let [document, history] = [start, emptyHistory];
  const run = (result: CommandResult): void => {
    if (isRefusal(result)) throw new Error(result.message);
    document = apply(document, result.changes);
    history = record(history, result);
  };
  run(setBiases(document, all, false, lastValues(history)));
  expect(Object.keys(document.parameters).filter((id) => id.endsWith('.bias'))).toEqual([]);
  run(setBiases(document, all, true, lastValues(history)));
  expect(document.parameters).toEqual(start.parameters);
  expect(history.done.map(({ label }) => label)).toEqual(['biases off', 'biases on']);
  for (let step = undo(history); step; step = undo(history)) {
    document = apply(document, step.changes);
    history = step.history;
  }
  expect(document).toEqual(start);
});

test('inputs alone have none', () => {
  expect(reasonOf(setBiases(start, ['l1', 'l2'], false, {}))).toContain('Inputs have no bias');
});
