import { expect, test } from 'vitest';
import { encodeUtf8 } from '../tensor/utf8.ts';
import { finish } from '../text/steps.ts';
import { encodeInSteps } from '../text/encode-in-steps.ts';
import { trainTokenizer } from '../text/tokenizers/registry.ts';
import { prepareText } from './text-source.ts';
import { splitSizes } from './text-split.ts';

test('of running text the end is held out, as training holds it out', () => {
  const text = 'abcdefghij'.repeat(10);
  const tokenizer = trainTokenizer('character', text, {});
  const ids = tokenizer.encode(text);
  expect(splitSizes(ids, 'continuous', null, 0.1, 1)).toEqual({ learned: 90, heldOut: 10, documents: null });
  const source = {
    kind: 'text',
    name: 'a',
    utf8: encodeUtf8(text),
    objective: 'next',
    tokenizer: tokenizer.toJson(),
  } as const;
  expect(prepareText({ ...source, layout: 'continuous' }, 0.1, 1).heldOutFrom).toBe(90);
});

test('of lines whole documents are held out, the very ones that training holds out', () => {
  const text = Array.from({ length: 20 }, (_, i) => `${'ab'.repeat(i + 1)}\n`).join('');
  const tokenizer = trainTokenizer('character', text, { boundary: 1 });
  const { boundary } = tokenizer.special;
  const ids = finish(encodeInSteps(tokenizer, text, 'lines'));
  const { learned, heldOut, documents } = splitSizes(ids, 'lines', boundary, 0.25, 7);
  expect(documents).toEqual({ learned: 15, heldOut: 5 });
  expect(learned + heldOut).toBe(ids.length);
  const source = {
    kind: 'text',
    name: 'a',
    utf8: encodeUtf8(text),
    objective: 'next',
    tokenizer: tokenizer.toJson(),
  } as const;
  const { validation } = prepareText({ ...source, layout: 'lines' }, 0.25, 7).documents!;
  const lengths = [...validation].map((start) => ids.indexOf(boundary!, start + 1) - start);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(heldOut);
});

test('a share of 0 holds nothing out', () => {
  expect(splitSizes(Int32Array.of(0, 1, 2), 'continuous', null, 0, 1)).toMatchObject({ learned: 3, heldOut: 0 });
});
