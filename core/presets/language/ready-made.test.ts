/** The models in assets/models open and write; `electron/tools/ready-made.mjs` trains them again bit for bit. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileNetwork } from '../../compile/compile.ts';
import { openTokenizer, type TextSource } from '../../data/text-source.ts';
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
] as const;

describe.each(models)('the ready-made model of %s', (name, steps, sha256, looksLike) => {
  const { document } = readProject(readFileSync(`assets/models/${name}.weightroom`));
  test('is the one that the program makes', () => {
    expect(document.run[ONLY]?.step).toBe(steps);
    expect(fingerprint(document.parameters)).toBe(sha256);
  });
  test('writes what it has learned', () => {
    const { network } = compileNetwork(document.layers, document.connections);
    const tokenizer = openTokenizer(document.data[ONLY]!.source as TextSource);
    const { boundary } = tokenizer.special;
    const writer = new Writer(network!, document.parameters);
    const sampling = { temperature: 0.5, topK: 0, topP: 0.9, repetitionPenalty: 1 };
    const texts = Array.from({ length: 10 }, (_, seed) => {
      const request = { prompt: [boundary!], most: 40, sampling, seed, stopAt: boundary };
      return tokenizer.decode([...writer.write(request)].map(({ id }) => id).filter((id) => id !== boundary));
    });
    expect(texts.filter((text) => looksLike.test(text)).length).toBeGreaterThanOrEqual(9);
    expect(new Set(texts).size).toBeGreaterThan(5);
  });
});
