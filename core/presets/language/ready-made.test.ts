/** The models in assets/models open and write; `electron/tools/ready-made.mjs` trains them again bit for bit. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { openTokenizer, type TextSource } from '../../data/text-source.ts';
import { loadCorpus } from '../../text/corpora/load-corpus.ts';
import { writingStart } from '../../text/writing-start.ts';
import { ONLY } from '../../document/document.ts';
import { readProject } from '../../formats/project.ts';
import { fingerprint } from '../../training/fingerprint.ts';
import { Writer } from '../../training/writer.ts';

const models = [
  ['names', 2000, '541b7fbc5befd1848eaf64172f82bb17c02e2d19f9742466378e73b228911454', /^[a-z]{2,14}$/],
  [
    'sentences',
    800,
    '86ee7f68411a9b6bafbbaed1a51783fe3862dd93740beb3a4916aa1dc84a65b4',
    /^(a|an|the) [a-z ]+ (sees?|hears?|follows?|likes?) (a|an|the) [a-z ]+ ?\.$/,
  ],
  ['verses', 4000, '4e9d8c0ec581f3281df1d2c99a9b998d97dd80f66cf9f60df4abd17b24bbb0c2', /^[A-Z][A-Za-z ,;:.?!'\n0-9]+$/],
] as const;

describe.each(models)('the ready-made model of %s', (name, steps, sha256, looksLike) => {
  const { document } = readProject(readFileSync(`assets/models/${name}.weightroom`));
  test('is the one that the program makes', () => {
    expect(document.run[ONLY]?.step).toBe(steps);
    expect(fingerprint(document.parameters)).toBe(sha256);
  });
  test('writes what it has learned', () => {
    const { network } = compileNetwork(document.layers, document.connections);
    const source = document.data[ONLY]!.source as TextSource;
    const tokenizer = openTokenizer(source);
    const start = writingStart(source.layout, tokenizer, '');
    const writer = new Writer(network!, document.parameters);
    const sampling = { temperature: 0.5, topK: 0, topP: 0.9, repetitionPenalty: 1 };
    const texts = Array.from({ length: 10 }, (_, seed) => {
      const written = [...writer.write({ ...start, most: 40, sampling, seed })].map(({ id }) => id);
      return tokenizer.decode(written.filter((id) => id !== start.stopAt));
    });
    expect(texts.filter((text) => looksLike.test(text)).length).toBeGreaterThanOrEqual(9);
    expect(new Set(texts).size).toBeGreaterThan(5);
  });
});

test('four in five words that the model of verses writes are words of its text', async () => {
  const { document } = readProject(readFileSync('assets/models/verses.weightroom'));
  const { network } = compileNetwork(document.layers, document.connections);
  const source = document.data[ONLY]!.source as TextSource;
  const tokenizer = openTokenizer(source);
  const writer = new Writer(network!, document.parameters);
  const sampling = { temperature: 0.8, topK: 0, topP: 1, repetitionPenalty: 1 };
  const start = writingStart(source.layout, tokenizer, '');
  const known = new Set((await loadCorpus('king-james')).toLowerCase().match(/[a-z]+/g));
  const written = [1, 2, 3, 4].map((seed) =>
    tokenizer.decode([...writer.write({ ...start, most: 90, sampling, seed })].map(({ id }) => id)),
  );
  const words = written.flatMap((text) => text.toLowerCase().match(/[a-z]+(?=[^a-z])/g) ?? []);
  expect(words.length).toBeGreaterThan(50);
  expect(words.filter((word) => known.has(word)).length / words.length).toBeGreaterThan(0.8);
});
