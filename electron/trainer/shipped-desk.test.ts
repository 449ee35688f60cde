import { expect, test } from 'vitest';
import type { ReadyMadeName } from '../../core/presets/language/ready-made.ts';
import { readyMade } from '../../core/presets/language/ready-made.ts';
import type { ShippedWritten } from '../../core/protocol/shipped-calls.ts';
import { finish } from '../../core/text/steps.ts';
import { ShippedDesk } from './shipped-desk.ts';

async function write(name: ReadyMadeName, seed: number, most = 120): Promise<{ documents: string[]; events: number }> {
  const events: ShippedWritten[] = [];
  let time = 0;
  const desk = new ShippedDesk({ now: () => (time += 5), send: (event) => events.push(event) });
  finish(await desk.write({ job: 1, name, most, seed }));
  const pieces = events.flatMap((event) => event.pieces);
  expect(pieces).toHaveLength(most);
  expect(pieces.every(({ probability }) => probability > 0 && probability <= 1)).toBe(true);
  const documents: string[] = [];
  for (const { document, text } of pieces) documents[document] = (documents[document] ?? '') + text;
  return { documents, events: events.length };
}

test('every model that comes with the app writes at once, bit by bit, the same by the same seed', async () => {
  for (const name of Object.keys(readyMade) as ReadyMadeName[]) {
    const first = await write(name, 3);
    expect(first.events).toBeGreaterThan(5);
    expect(await write(name, 3)).toEqual(first);
    expect((await write(name, 4)).documents).not.toEqual(first.documents);
  }
});

test('names come one after another, each by the next seed: what the command line writes by it', async () => {
  const { documents } = await write('names', 7, 200);
  expect(documents.slice(0, 3)).toEqual(['agni', 'tise', 'dorish']); // as `generate` with the seeds 7, 8 and 9
  expect(documents.length).toBeGreaterThan(15);
  expect(documents.slice(0, -1).every((name) => /^[a-z]{2,16}$/.test(name))).toBe(true);
});

test('words have spaces between them, and none before a full stop', async () => {
  const { documents } = await write('sentences', 1, 120);
  const whole = documents.slice(0, -1);
  expect(whole.length).toBeGreaterThan(8);
  expect(whole.filter((sentence) => /^(the|an?)( [a-z]+)+\.$/.test(sentence)).length).toBe(whole.length);
});

test('what a shipped model is made of is said with it', async () => {
  const desk = new ShippedDesk({ now: () => 0, send: () => undefined });
  expect(await desk.describe('names')).toMatchObject({ parameterCount: 4192, step: 2000, isDocuments: true });
});
