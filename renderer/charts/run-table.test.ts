import { expect, test } from 'vitest';
import { LossSeries } from './loss-series.ts';
import { csvHead, csvLines, rowsOf } from './run-table.ts';

const series = new LossSeries();
series.append(0, Float64Array.of(0.5, NaN, 0.25, 0.125));
series.addEvaluation({
  step: 2,
  trainingLoss: 0.4,
  validationLoss: null,
  trainingAccuracy: 0.75,
  validationAccuracy: null,
});
series.addNorm({ step: 1, gradient: 8, update: 0.5 });
const ticks = [{ step: 3, kind: 'edit' as const, label: 'after step 3: my "knob" 1 → 2' }];

test('as CSV a row has every digit, blanks for what is not known, and its edits in quotes', () => {
  const rows = rowsOf(series, 4, 'all', ticks);
  expect(csvHead.split(',')).toHaveLength(10);
  expect(csvLines(series, rows, 0, rows.count).split('\n')).toEqual([
    '1,0.5,,,,,,8,0.5,',
    '2,,0.4,,0.75,,,,,',
    '3,0.25,,,,,,,,"after step 3: my ""knob"" 1 → 2"',
    '4,0.125,,,,,,,,',
    '',
  ]);
});

test('only measured or edited steps, each found by its step', () => {
  const measured = rowsOf(series, 4, 'measured', ticks);
  expect([measured.count, measured.stepAt(0)]).toEqual([1, 2]);
  const edited = rowsOf(series, 4, 'edited', ticks);
  expect([edited.count, edited.stepAt(0), edited.rowOf(1)]).toEqual([1, 3, 0]);
  expect(rowsOf(series, 3, 'all', ticks).rowOf(99)).toBe(2);
});
