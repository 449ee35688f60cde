import { expect, test } from 'vitest';
import { LossSeries } from './loss-series.ts';
import { normLines } from './norm-lines.ts';

const palette = { text: '#111111', muted: '#666666', accent: '#5b4bdb' };
const series = new LossSeries();
for (const step of [1, 2, 4, 8]) series.addNorm({ step, gradient: 8 / step, update: 0.1 / step });

test('without smoothing the lines are the records, and end at the last step asked for', () => {
  const lines = normLines({ norms: series.norms, upTo: 8, others: [], smoothing: 0, palette })(0, 10, 100);
  expect(lines.map(({ label }) => label)).toEqual(['gradient', 'update']);
  expect([...lines[0]!.points.x]).toEqual([1, 2, 4, 8]);
  expect([...lines[0]!.points.y]).toEqual([8, 4, 2, 1]);
  expect(lines[1]!.points.y[2]).toBe(0.025);
});

test('smoothed, the raw lines stay faint behind; another run is drawn from where it left', () => {
  const other = new LossSeries();
  for (const step of [1, 2, 4]) other.addNorm({ step, gradient: 5, update: 1 });
  const run = { id: 1, name: 'run 2', from: 2, series: other, colour: '#b5558a', dash: [6, 2] };
  const lines = normLines({ norms: series.norms, upTo: 8, others: [run], smoothing: 0.5, palette })(0, 10, 100);
  expect(lines.map(({ label }) => label)).toEqual(['run 2', '', '', 'gradient', 'update']);
  expect([...lines[1]!.points.y]).toEqual([8, 4, 2, 1]);
  expect(lines[3]!.points.y[1]).toBeCloseTo(16 / 3, 12); // (8 · 0.25 + 4 · 0.5) / 0.75
  expect([...lines[0]!.points.x].at(-1)).toBe(4);
  expect(lines[0]!.points.x[0]).toBeGreaterThan(1);
});

test('a series keeps the norms up to where a branch leaves it, and one of a step that is told again takes its place', () => {
  const branch = series.copy(3);
  branch.addNorm({ step: 2, gradient: 3, update: 0.5 });
  expect(branch.norms).toEqual([
    { step: 1, gradient: 8, update: 0.1 },
    { step: 2, gradient: 3, update: 0.5 },
  ]);
  expect(branch.normAt(7)?.step).toBe(2);
  expect(series.normAt(2)?.gradient).toBe(4);
  expect(
    LossSeries.fromStored({ id: 0, name: 'a', isPinned: false, isDeleted: false, ...series.toStored() }).norms,
  ).toEqual(series.norms);
});
