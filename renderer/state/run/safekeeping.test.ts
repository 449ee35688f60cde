/** When runs are copied, and with which document: also of a network that another one has taken the place of. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NetworkDocument } from '../../../core/document/document.ts';
import type { TrainerClient } from '../../platform/trainer.ts';
import { Safekeeping } from './safekeeping.ts';
import type { TrainerLink } from './trainer-link.ts';

const document = (name: string): NetworkDocument => ({ name }) as unknown as NetworkDocument;
const asked: number[] = [];
const client = {
  copyTimeline: ({ runId }: { runId: number }) => {
    asked.push(runId);
    return Promise.resolve({ timeline: { numbers: new Float64Array(4) } });
  },
} as unknown as TrainerClient;
const link = { enqueue: (exchange: (there: TrainerClient) => unknown) => exchange(client) } as unknown as TrainerLink;

let present = { runId: 1, document: document('one'), isRunning: false };
let keeping: Safekeeping;
beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  present = { runId: 1, document: document('one'), isRunning: false };
  keeping = new Safekeeping(link, () => present);
});
afterEach(() => {
  vi.useRealTimers();
});

test('changes in a row are copied once, a while after the first', async () => {
  for (let i = 0; i < 5; i++) keeping.note();
  await vi.advanceTimersByTimeAsync(1900);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual([1]);
});

test('a network that is left is copied with the document that it was left with, not with that of the next', async () => {
  keeping.note();
  const left = document('one, trained');
  keeping.leave(1, left);
  present = { runId: 2, document: document('two'), isRunning: false };
  await vi.advanceTimersByTimeAsync(0);
  expect(keeping.find(1)?.document).toBe(left);
  expect(asked).toEqual([1]);
});

test('one of which a copy has all is not copied again when it is left', async () => {
  keeping.note();
  await vi.advanceTimersByTimeAsync(2000);
  keeping.leave(1, present.document);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toEqual([1]);
});

test('the next training process is not asked for what the one before had', async () => {
  keeping.note();
  await vi.advanceTimersByTimeAsync(2000);
  keeping.note();
  keeping.beginAnew();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(asked).toEqual([1]);
  expect(keeping.find(1)).not.toBeNull();
});
