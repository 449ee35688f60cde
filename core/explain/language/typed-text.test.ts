import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../tensor/utf8.ts';
import { finish } from '../../text/steps.ts';
import type { TextLayout } from '../../text/encode-in-steps.ts';
import { tokenizerKinds } from '../../text/tokenizers/registry.ts';
import { sampleOf } from './typed-text.ts';

const sampled = (text: string, layout: TextLayout, longest: number): string => {
  const tokenizer = finish(tokenizerKinds.character.learn(text, { boundary: layout === 'lines' ? 1 : 0 }));
  const source = { kind: 'text', name: 'a', utf8: encodeUtf8(text), layout, objective: 'next' } as const;
  return sampleOf({ ...source, tokenizer: tokenizer.toJson() }, tokenizer, longest);
};

test('a sample is cut between characters, those beyond 16 bits too', () => {
  for (let shift = 0; shift < 3; shift++) {
    const text = `${'x'.repeat(shift)}${'🐳'.repeat(1500)}`; // cut at 2000 units, inside of one where the shift is odd
    for (const longest of [1, 2, 7, 40, 100]) {
      const characters = [...text].slice(0, Math.min(longest, 40)).join('');
      expect(sampled(text, 'continuous', longest)).toBe(characters);
    }
    expect(sampled(`${text}\n`, 'lines', 9)).toBe([...text].slice(0, 8).join(''));
    expect([...sampled(`${text}\n`, 'lines', 5000)].every((character) => 'x🐳'.includes(character))).toBe(true);
  }
});

test('a sample ends with a whole word where it can', () => {
  expect(sampled('one two three four', 'continuous', 10)).toBe('one two');
  expect(sampled('one\ntwo\n', 'lines', 10)).toBe('one');
});
