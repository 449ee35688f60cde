import { expect, test } from 'vitest';
import type { Change } from './change.ts';
import type { DataSettings } from '../data/data-settings.ts';
import { emptyHistory, MOST_BYTES, MOST_ENTRIES, record, redo, undo, type History } from './history.ts';

const change = (before: Float64Array | undefined, after: Float64Array | undefined): Change => ({
  table: 'parameters',
  id: 'l1.bias',
  before,
  after,
});
const labels = ({ done }: History): string[] => done.map(({ label }) => label);

test('doing something new forgets what had been undone', () => {
  const one = change(undefined, Float64Array.of(1));
  const two = change(one.after as Float64Array, Float64Array.of(2));
  let history = record(record(emptyHistory, { label: 'one', changes: [one] }), { label: 'two', changes: [two] });
  const back = undo(history)!;
  expect(back.label).toBe('two');
  expect(back.changes).toEqual([{ ...two, before: two.after, after: two.before }]);
  expect(redo(back.history)).toMatchObject({ label: 'two', changes: [two] });
  history = record(back.history, { label: 'three', changes: [two] });
  expect(redo(history)).toBeNull();
  expect(labels(history)).toEqual(['one', 'three']);
});

test('an edit that changed nothing is no entry, and nothing is undone at the start', () => {
  expect(record(emptyHistory, { label: 'nudge', changes: [] })).toBe(emptyHistory);
  expect(undo(emptyHistory)).toBeNull();
  expect(redo(emptyHistory)).toBeNull();
});

test('what belongs to an entry besides the document goes back and forth with it, even alone', () => {
  const told: string[] = [];
  const besides = { undo: () => void told.push('back'), redo: () => void told.push('forth') };
  const history = record(emptyHistory, { label: 'open', changes: [], besides });
  const back = undo(history)!;
  back.besides!();
  redo(back.history)!.besides!();
  expect(told).toEqual(['back', 'forth']);
});

test('keeps the last thousand entries', () => {
  let history = emptyHistory;
  for (let i = 0; i < MOST_ENTRIES + 5; i++) {
    history = record(history, { label: String(i), changes: [change(undefined, undefined)] });
  }
  expect(history.done).toHaveLength(1000);
  expect(history.done[0]!.label).toBe('5');
});

test('keeps 256 MiB of numbers: what two entries share counts once, and the newest entry always stays', () => {
  const quarter = (): Float64Array => new Float64Array(MOST_BYTES / 4 / 8 - 100);
  let history = emptyHistory;
  let before = quarter();
  for (const label of ['a', 'b', 'c', 'd']) {
    const after = quarter();
    history = record(history, { label, changes: [change(before, after)] });
    before = after;
  }
  expect(labels(history)).toEqual(['b', 'c', 'd']); // four arrays; a fifth is one too many
  history = record(history, { label: 'huge', changes: [change(before, new Float64Array(MOST_BYTES / 8 + 1))] });
  expect(labels(history)).toEqual(['huge']);
});

test('counts the data of a table that was exchanged, too', () => {
  const table = (rows: number): DataSettings => ({
    source: {
      kind: 'table',
      table: { name: 'large', columns: [{ name: 'x', type: 'number', values: new Float64Array(rows) }] },
    },
    inputs: ['x'],
    targets: [],
    validationShare: 0,
    splitSeed: 1,
    standardise: false,
  });
  const swap = (rows: number): Change => ({ table: 'data', id: 'now', before: undefined, after: table(rows) });
  let history = record(emptyHistory, { label: 'small', changes: [swap(10)] });
  history = record(history, { label: 'large', changes: [swap(MOST_BYTES / 8)] });
  expect(labels(history)).toEqual(['large']);
});
