import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileNetwork } from '../../core/compile/compile.ts';
import { openTokenizer, type TextSource } from '../../core/data/text-source.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import { readProject } from '../../core/formats/project.ts';
import { makeLanguageModel } from '../../core/presets/language/language-preset.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { drawTransformer } from '../../core/presets/language/transformer.ts';
import { writingStart } from '../../core/text/writing-start.ts';
import { Writer } from '../../core/training/writer.ts';
import { filledSentence, maskedSentence, sampleTokens } from './sample-text.ts';

function open(document: NetworkDocument) {
  const source = document.data[ONLY]!.source as TextSource;
  const network = compileNetwork(document.layers, document.connections).network!;
  return { source, tokenizer: openTokenizer(source), writer: new Writer(network, document.parameters) };
}

test('a sample of short documents has a dozen of them, each from its own start by the next seed', () => {
  const { document } = readProject(readFileSync('assets/models/names.weightroom'));
  const { source, tokenizer, writer } = open(document);
  const sample = (prompt: string): string[] => {
    const ids = [...sampleTokens(writer, writingStart(source.layout, tokenizer, prompt), 7)].filter(
      (id) => id !== null,
    );
    return tokenizer.decode(ids).trimEnd().split('\n');
  };
  const names = sample('');
  expect(names).toHaveLength(12);
  expect(names.slice(0, 3)).toEqual(['agni', 'tise', 'dorish']); // what `generate` writes by the seeds 7, 8 and 9
  const [first, ...others] = sample('ma');
  expect(first).not.toMatch(/^ma/); // the prompt of the first stands apart
  expect(others.every((name) => name.startsWith('ma'))).toBe(true);
});

const words = 'the dog sees the cat and the cat sees the dog ';
const bert = open(
  makeLanguageModel(
    {
      ...languagePresets['bert-char'],
      draw: (vocabulary: number) =>
        drawTransformer({
          ...languagePresets['bert-char'].form,
          layers: 1,
          width: 16,
          heads: 2,
          context: 32,
          vocabulary,
        }),
    },
    { name: 'words', text: words.repeat(9) },
  ),
);

test('some tokens of a sentence are hidden, always the same; those that the person hides are hidden as they are', () => {
  const { source, tokenizer } = bert;
  const own = maskedSentence(source, tokenizer, 32, '');
  expect(own).toEqual(maskedSentence(source, tokenizer, 32, ''));
  expect(tokenizer.decode(own.ids)).toBe('th<mask> dog <mask>ees t<mask>e cat<mask>and t<mask>e cat');
  const typed = maskedSentence(source, tokenizer, 32, 'th<mask> dog');
  expect(tokenizer.decode(typed.ids)).toBe('th<mask> dog');
  expect(typed.truth[2]).toBeNull();
  expect(() => maskedSentence(source, tokenizer, 4, 'the dog')).toThrow('has 7 tokens; this model sees 4 at once');
  expect(() => maskedSentence(source, tokenizer, 32, 'THE')).toThrow('"T" (U+0054)');
});

test('what is hidden has its three likeliest tokens, and those that are right are counted where the truth is known', () => {
  const { source, tokenizer, writer } = bert;
  const filled = filledSentence(writer, tokenizer, maskedSentence(source, tokenizer, 32, ''));
  expect(filled).toMatch(/^th‹. . .› dog ‹. . .›ees t‹. . .›e cat‹. . .›and t‹. . .›e cat\n[0-5] of 5 right$/);
  const typed = filledSentence(writer, tokenizer, maskedSentence(source, tokenizer, 32, 'th<mask> dog'));
  expect(typed).toMatch(/^th‹. . .› dog$/);
});
