import { expect, test } from 'vitest';
import { apply, difference, type Change } from './change.ts';
import type { DataSettings } from '../data/data-settings.ts';
import type { NetworkDocument, RunPosition } from './document.ts';
import { twoFourOne } from './fixtures/two-four-one.ts';
import {
  awaited,
  cutOff,
  emptyHistory,
  historyBytes,
  madeWhole,
  MOST_BYTES,
  MOST_ENTRIES,
  record,
  redo,
  undo,
  type History,
} from './history.ts';
import type { Mark } from './training-place.ts';

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

/** No float32 holds them. */
const numbers = (count: number): Float64Array => new Float64Array(count).map(() => 0.1 * ++made);
let made = 0;

test('keeps so many bytes of numbers: what two entries share counts once, and the newest entry always stays', () => {
  const budget = 4 * 8 * 1000 + 2000;
  let history = emptyHistory;
  let before = numbers(1000);
  for (const label of ['a', 'b', 'c', 'd']) {
    const after = numbers(1000);
    history = record(history, { label, changes: [change(before, after)] }, budget);
    before = after;
  }
  expect(labels(history)).toEqual(['b', 'c', 'd']); // four arrays; a fifth is one too many
  history = record(history, { label: 'huge', changes: [change(before, numbers(5000))] }, budget);
  expect(labels(history)).toEqual(['huge']);
});

test('of an edit far back it keeps the values that it changed, and brings back the others to the bit', () => {
  const first = numbers(10_000);
  const arrays = [first];
  let history = emptyHistory;
  let document: NetworkDocument = { ...twoFourOne(), parameters: { 'l1.bias': first } };
  for (let i = 0; i < 300; i++) {
    const after = arrays.at(-1)!.slice();
    after[i] = -0 * i;
    history = record(history, { label: 'turn', changes: [change(arrays.at(-1), after)] }, 1_000_000);
    document = { ...document, parameters: { 'l1.bias': after } };
    arrays.push(after);
  }
  expect(history.done).toHaveLength(300); // of 80 kB each
  expect(historyBytes(history)).toBeLessThan(1_000_000);
  const sameBits = (index: number): boolean =>
    document.parameters['l1.bias']!.every((value, i) => Object.is(value, arrays[index]![i]));
  for (let i = 299; i >= 0; i--) {
    expect(awaited(history, 'undo')).toBe('nothing');
    const step = undo(madeWhole(history, 'undo', document), 1_000_000)!;
    document = apply(document, step.changes);
    history = step.history;
    expect(sameBits(i), `undone to ${i}`).toBe(true);
  }
  for (let i = 1; i <= 300; i++) {
    const step = redo(madeWhole(history, 'redo', document), 1_000_000)!;
    document = apply(document, step.changes);
    history = step.history;
    expect(sameBits(i), `redone to ${i}`).toBe(true);
  }
});

test('of training far back it keeps where it was, where that is known, and else the numbers, as float32 where they are', () => {
  const position = (step: number, moments: Float64Array): RunPosition => ({
    ...{ step, epoch: 0, cursor: 0, order: new Uint32Array(0), random: new Uint32Array(4) },
    moments: { 'mean/l1.bias': moments },
  });
  const single = (): Float64Array => numbers(1000).map(Math.fround);
  const drawn = twoFourOne();
  const states = Array.from({ length: 60 }, (_, step): NetworkDocument => {
    const parameters = { 'l1.bias': single() };
    return { ...drawn, parameters, run: { now: position(step, single()) } };
  });
  const signature = { a: 1, b: 2 };
  const marks = states.map((_, step): Mark => ({
    place: { run: 1, branch: 0, step, edits: 0, signature, moments: signature },
  }));
  const recorded = (isMarked: boolean): History =>
    states.slice(1).reduce((history, after, i) => {
      const changes = difference(states[i]!, after);
      const known = isMarked ? { from: marks[i]!, to: marks[i + 1]! } : {};
      return record(history, { label: 'step', changes, ...known }, 300_000);
    }, emptyHistory);

  const marked = recorded(true);
  expect(marked.done).toHaveLength(59);
  expect(historyBytes(marked)).toBeLessThanOrEqual(300_000); // 59 states are 960 kB
  const back: History = { done: marked.done.slice(0, 5), undone: [] };
  expect(awaited(back, 'undo')).toEqual({ place: marks[4]!.place });
  const { parameters, run } = states[4]!;
  const memory = run['now']!.moments['mean/l1.bias']!;
  const undone = (found: RunPosition): NetworkDocument => {
    const copy = { parameters: { 'l1.bias': parameters['l1.bias']!.slice() }, position: found };
    return apply(states[5]!, undo(madeWhole(back, 'undo', states[5]!, copy, [states[4]!]))!.changes);
  };
  const same = undone(position(4, memory.slice()));
  expect(same.parameters['l1.bias']).toBe(parameters['l1.bias']); // the very array that a saved document has
  expect(same.run['now']).toBe(run['now']);
  for (const other of [
    position(4, memory.with(7, -0)),
    position(4, memory.subarray(1)),
    { ...position(4, memory.slice()), moments: {} },
    { ...position(4, memory.slice()), cursor: 1 },
    { ...position(4, memory.slice()), order: Uint32Array.of(1) },
  ]) {
    expect(undone(other).run['now']).toBe(other); // another state, though its parameters are the same
  }

  const unmarked = recorded(false);
  expect(historyBytes(unmarked)).toBeLessThanOrEqual(300_000);
  expect(unmarked.done.length).toBeGreaterThanOrEqual(30); // of 8 kB each, not of 16
  expect(awaited(unmarked, 'undo')).toBe('nothing');
});

test('what can be come to no more is said, and cut off', () => {
  const lost: History = {
    done: [{ label: 'step', changes: [], slim: { kind: 'trained', wasBegun: true, isBegun: true } }],
    undone: [],
  };
  expect(awaited(lost, 'undo')).toBe('lost');
  expect(cutOff(lost, 'undo').done).toEqual([]);
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
