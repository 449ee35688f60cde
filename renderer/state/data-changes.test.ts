import { expect, test } from 'vitest';
import { defaultDataSettings } from '../../core/data/prepare.ts';
import type { DataSettings, Task } from '../../core/data/data-settings.ts';
import { DataChanges } from './data-changes.ts';

/** A document whose data are prepared when the test says so. */
function started() {
  const state = { data: defaultDataSettings('xor'), problems: [] as string[] };
  const waiting: ((task: Task) => void)[] = [];
  let isLarge = true;
  const changes = new DataChanges({
    present: () => state.data,
    prepare: () => (isLarge ? new Promise<Task>((resolve) => waiting.push(resolve)) : 'binary'),
    use: (settings) => {
      state.data = settings;
      return true;
    },
    tell: (problem) => state.problems.push(problem),
  });
  const prepared = async (): Promise<void> => {
    waiting.shift()!('binary');
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };
  return { state, changes, prepared, small: () => (isLarge = false) };
}

const grow = (data: DataSettings | undefined): DataSettings => ({ ...data!, splitSeed: data!.splitSeed + 1 });

test('a change that is prepared meanwhile is not put into another project', async () => {
  const { state, changes, prepared } = started();
  const made = changes.make(grow, 'move a point');
  const opened = defaultDataSettings('circles');
  state.data = opened;
  await prepared();
  expect(await made).toBe(false);
  expect(state.data).toBe(opened);
  expect(state.problems).toEqual([
    '"move a point" was left out: the data became others while it was prepared. Do it again.',
  ]);
});

test('of two quick changes the second begins from what the first made', async () => {
  const { state, changes, prepared } = started();
  const first = state.data.splitSeed;
  const both = [changes.make(grow, 'a'), changes.make(grow, 'b')];
  await prepared();
  expect(state.data.splitSeed).toBe(first + 1);
  await prepared();
  expect(await Promise.all(both)).toEqual([true, true]);
  expect(state.data.splitSeed).toBe(first + 2);
});

test('one that waited is not put into another project either', async () => {
  const { state, changes, prepared } = started();
  const both = [changes.make(grow, 'a'), changes.make(grow, 'b')];
  await prepared();
  state.data = defaultDataSettings('circles');
  await prepared();
  const last = state.data;
  expect(await Promise.all(both)).toEqual([true, false]);
  expect(state.data).toBe(last);
});

test('small data are used at once, and trouble is told', async () => {
  const { state, changes, small } = started();
  small();
  const first = state.data.splitSeed;
  const made = changes.make(grow, 'a');
  expect(state.data.splitSeed).toBe(first + 1);
  expect(await made).toBe(true);
  const refused = changes.make(() => {
    throw new RangeError('Not a column.');
  }, 'b');
  expect([await refused, state.problems]).toEqual([false, ['Not a column.']]);
});
