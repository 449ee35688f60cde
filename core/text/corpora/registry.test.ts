import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import type { Corpus } from './corpus.ts';
import { loadCorpus } from './load-corpus.ts';
import { corpora, textTitle, type CorpusName } from './registry.ts';

describe.each(Object.entries<Corpus>(corpora))('corpus %s', (name, corpus) => {
  test('says what it is, its licence and its source', () => {
    expect(corpus.title).not.toBe('');
    expect(corpus.description).toMatch(/\.$/);
    expect(corpus.licence).not.toBe('');
    expect(corpus.source).not.toBe('');
  });

  test('has the size that it states, and is the same each time', async () => {
    const text = await loadCorpus(name as CorpusName);
    expect(encodeUtf8(text).length).toBe(corpus.bytes);
    expect(await loadCorpus(name as CorpusName)).toBe(text);
    expect(text).not.toContain('\r');
    expect(text.endsWith('\n')).toBe(true);
  });
});

test('names are of the 26 letters and at most 13 long, so that 27 tokens and a context of 16 hold them', async () => {
  const names = (await loadCorpus('first-names')).trimEnd().split('\n');
  expect(names).toHaveLength(8403);
  for (const name of names) expect(name).toMatch(/^[a-z]{2,13}$/);
});

test('every sum is right', async () => {
  for (const line of (await loadCorpus('sums')).trimEnd().split('\n')) {
    const [a, b, sum] = line.split(/[+=]/).map(Number);
    expect(a! + b!).toBe(sum);
  }
});

test('in the tiny grammar every verb agrees with its subject', async () => {
  for (const line of (await loadCorpus('grammar')).trimEnd().split('\n')) {
    const subject = line.match(/(dog|cat|bird|whale|sailor)(s?)/)!;
    const agreeing = subject[2] === 's' ? /^(see|hear|follow|like)$/ : /^(see|hear|follow|like)s$/;
    const words = line.slice(0, -1).split(' ');
    for (const word of words.filter((one) => /^(see|hear|follow|like)s?$/.test(one))) expect(word).toMatch(agreeing);
  }
});

test('a text that came with the app is called by its title, any other as it is', () => {
  expect(textTitle('corpus:first-names')).toBe(corpora['first-names'].title);
  expect(textTitle('first-names')).toBe('first-names');
  expect(textTitle('corpus:none')).toBe('corpus:none');
  expect(textTitle('corpus:toString')).toBe('corpus:toString');
});
