/** When a wait is worth a word, and that nothing is said of one that was abandoned. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Waiting } from './waiting.svelte.ts';

const asIs = (value: unknown): unknown => value;
vi.stubGlobal('$state', Object.assign(asIs, { raw: asIs }));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new Promise<void>(() => undefined);

test('a long wait is said after a while, and no more when it is over', async () => {
  const waiting = new Waiting();
  const done = waiting.during('Preparing …', new Promise((resolve) => setTimeout(() => resolve(3), 1000)));
  await vi.advanceTimersByTimeAsync(600);
  expect(waiting.what).toBeNull();
  await vi.advanceTimersByTimeAsync(200);
  expect(waiting.what).toBe('Preparing …');
  await vi.advanceTimersByTimeAsync(200);
  expect(await done).toBe(3);
  expect(waiting.what).toBeNull();
});

test('when the training process dies early in a wait, nothing is said of it later', async () => {
  const waiting = new Waiting();
  void waiting.during('Preparing …', never);
  await vi.advanceTimersByTimeAsync(300);
  waiting.end();
  await vi.advanceTimersByTimeAsync(5000);
  expect(waiting.what).toBeNull();
});
