import { expect, test } from 'vitest';
import type { TextProgress } from '../../core/protocol/text-calls.ts';
import { decodeUtf8, encodeUtf8 } from '../../core/tensor/utf8.ts';
import { TextCancelled, TextDesk } from './text-desk.ts';

function makeDesk(
  millisecondsAStep = 3,
  mostBytes?: number,
): { desk: TextDesk; progress: TextProgress[]; turns: () => number } {
  const progress: TextProgress[] = [];
  let time = 0;
  let turns = 0;
  const desk = new TextDesk({
    now: () => (time += millisecondsAStep),
    soon: (callback) => {
      turns++;
      setImmediate(callback);
    },
    sendProgress: (one) => progress.push(one),
    ...(mostBytes !== undefined && { mostBytes }),
  });
  return { desk, progress, turns: () => turns };
}

test('a text is read, measured, and cut by the tokenizer learned from it', async () => {
  const { desk } = makeDesk();
  const summary = await desk.openText('a.txt', encodeUtf8('the cat and the dog\n'), null);
  expect(summary).toMatchObject({ name: 'a.txt', layout: 'continuous', statistics: { characters: 20, words: 5 } });
  const learned = await desk.learn('word', {});
  expect(learned).toMatchObject({ kind: 'word', size: 6, tokenCount: 6 });
  expect(learned.tokens[learned.beginning[0]!]).toBe('the');
  expect(learned.counts[learned.beginning[0]!]).toBe(2);
  expect(learned.bytes[learned.beginning[1]!]).toBe('63 61 74');
  expect(desk.tokenized?.ids).toEqual(learned.beginning);
});

test('a text that no project could hold as UTF-8 is refused, and the one before stays', async () => {
  const { desk } = makeDesk(3, 10);
  await desk.openText('a.txt', encodeUtf8('the cat'), null);
  const utf16 = Uint8Array.of(0xff, 0xfe, ...[0x22, 0x6f, 0x57, 0x5b, 0x22, 0x6f, 0x57, 0x5b]); // 10 bytes; 12 as UTF-8
  await expect(desk.openText('b.txt', utf16, null)).rejects.toThrow('"b.txt" takes 1 MB as UTF-8; up to 1 MB can be');
  expect((await desk.learn('character', {})).tokenCount).toBe(7);
});

test('lines are documents where the person says so', async () => {
  const { desk } = makeDesk();
  const verses = encodeUtf8('the cat\nand the dog\n');
  expect((await desk.openText('a.txt', verses, null)).layout).toBe('continuous');
  expect((await desk.openText('a.txt', verses, null, 'lines')).layout).toBe('lines');
  const { special, tokenCount } = await desk.learn('character', { boundary: 1 });
  expect(special.boundary).not.toBeNull();
  expect(tokenCount).toBe(7 + 11 + 3); // an end before, between and after
});

test('an end token for a running text is refused before its line breaks are lost', async () => {
  const { desk } = makeDesk();
  await desk.openText('verses.txt', encodeUtf8('the cat sat\nand the dog\n'), null);
  for (const kind of ['character', 'word'] as const) {
    await expect(desk.learn(kind, { boundary: 1 })).rejects.toThrow('but "verses.txt" is one running text');
  }
});

test('every merge is reported once, in order, between turns in which messages are heard', async () => {
  const { desk, progress, turns } = makeDesk();
  await desk.openCorpus('sums');
  progress.length = 0;
  await desk.learn('byte-pair', { size: 300 });
  const merges = progress.filter(({ task }) => task === 'learning').flatMap((one) => one.merges);
  expect(merges).toHaveLength(44);
  expect(turns()).toBeGreaterThan(5);
  const counts = merges.map(({ count }) => count);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
});

test('cancelled work says so and leaves text and tokenizer as they were', async () => {
  const { desk } = makeDesk();
  await desk.openCorpus('sums');
  await desk.learn('character', {});
  const before = desk.tokenized;
  const learning = desk.learn('byte-pair', { size: 400 });
  desk.cancel();
  await expect(learning).rejects.toThrow(TextCancelled);
  expect(desk.tokenized).toEqual(before);
});

test('newer work takes the place of older', async () => {
  const { desk } = makeDesk();
  await desk.openCorpus('sums');
  const older = desk.learn('byte-pair', { size: 400 });
  const newer = desk.learn('character', {});
  await expect(older).rejects.toThrow('Nothing was changed');
  expect((await newer).kind).toBe('character');
});

test('a setting out of its range, or nothing to learn from, is refused by name', async () => {
  const { desk } = makeDesk();
  await expect(desk.learn('character', {})).rejects.toThrow('There is no text to learn from');
  expect(() => desk.exportTokenizer()).toThrow('There is no tokenizer to export');
  await desk.openText('a.txt', encodeUtf8('abc'), null);
  await expect(desk.learn('byte-pair', { size: 7 })).rejects.toThrow('Vocabulary must be from 256 to 50000, not 7.');
});

test('any text is cut by the present tokenizer and takes the place of nothing', async () => {
  const { desk } = makeDesk();
  expect(() => desk.tokenize('ab')).toThrow('There is no tokenizer yet');
  await desk.openText('a.txt', encodeUtf8('abcab'), null);
  await desk.learn('character', {});
  expect([...desk.tokenize('cab')]).toEqual([2, 0, 1]);
  expect(() => desk.tokenize('cad')).toThrow('The character "d" (U+0064) at position 2');
  expect(decodeUtf8(desk.tokenized!.utf8)).toBe('abcab');
  await desk.openCorpus('first-names');
  const { special } = await desk.learn('character', { boundary: 1 });
  expect([...desk.tokenize('a\nb')]).toEqual([0, special.boundary, 1]);
});

test('how the text is divided is told for any share of it, once it is cut into tokens', async () => {
  const { desk } = makeDesk();
  expect(desk.split(0.1)).toBeNull();
  await desk.openText('a.txt', encodeUtf8('abcdefghij'), null);
  await desk.learn('character', {});
  expect(desk.split(0.3)).toEqual({ learned: 7, heldOut: 3, documents: null });
  await desk.openCorpus('first-names');
  await desk.learn('character', { boundary: 1 });
  const { learned, heldOut, documents } = desk.split(0.1)!;
  expect(documents).toEqual({ learned: 7563, heldOut: 840 });
  expect(learned + heldOut).toBe(desk.tokenized!.ids.length);
});

test('a tokenizer goes out and comes back', async () => {
  const { desk } = makeDesk();
  await desk.openText('a.txt', encodeUtf8('abcab'), null);
  await desk.learn('character', {});
  const again = await desk.importTokenizer('tokenizer.json', desk.exportTokenizer());
  expect(again.tokens).toEqual(['a', 'b', 'c']);
  await expect(desk.importTokenizer('a.json', encodeUtf8('{}'))).rejects.toThrow('"a.json" is not a tokenizer.json');
});
