import { expect, test } from 'vitest';
import { apply, difference, type Change } from './change.ts';
import type { DataSettings } from '../data/data-settings.ts';
import type { NetworkDocument, RunPosition } from './document.ts';
import { twoFourOne } from './fixtures/two-four-one.ts';
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

test('keeps 512 MiB of numbers: what two entries share counts once, and the newest entry always stays', () => {
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

test('holds 200 levels of training 784-128-10 with Adam, knobs turned between, and of 9 parameters a thousand', () => {
  expect(
    levelsOf({ 'c1.weight': 784 * 128, 'l2.bias': 128, 'c2.weight': 128 * 10, 'l3.bias': 10 }),
  ).toBeGreaterThanOrEqual(200);
  expect(levelsOf({ 'c1.weight': 9 })).toBe(MOST_ENTRIES);
});

/** Entries as the window makes them: training replaces every array and the position, a knob one array. */
function levelsOf(sizes: Readonly<Record<string, number>>): number {
  const shared = new ArrayBuffer(8 * 784 * 128); // only sizes count: the test need not take half a gigabyte
  const fresh = (prefix: string): Record<string, Float64Array> =>
    Object.fromEntries(
      Object.entries(sizes).map(([id, size]) => [`${prefix}${id}`, new Float64Array(shared, 0, size)]),
    );
  const position = (step: number): RunPosition => ({
    ...{ step, epoch: 0, cursor: 0, order: new Uint32Array(1000), random: new Uint32Array(4) },
    moments: { ...fresh('mean/'), ...fresh('square/') },
  });
  let document: NetworkDocument = { ...twoFourOne(), parameters: fresh(''), run: { now: position(0) } };
  let history = emptyHistory;
  const to = (next: NetworkDocument): void => {
    history = record(history, { label: 'entry', changes: difference(document, next) });
    document = next;
  };
  for (let i = 1; i <= 900; i++) {
    to({ ...document, parameters: fresh(''), run: { now: position(i) } });
    if (i % 5 > 0) continue;
    const [id] = Object.keys(sizes) as [string];
    to({ ...document, parameters: { ...document.parameters, [id]: new Float64Array(shared, 0, sizes[id]) } });
  }
  for (let step = undo(history), undone = document; step; step = undo(step.history))
    undone = apply(undone, step.changes);
  return history.done.length;
}

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
