import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldProblem, initialSettings } from '../../settings/field.ts';
import { encodeInSteps } from '../encode-in-steps.ts';
import { finish } from '../steps.ts';
import { tokenizerFromJson, tokenizerKinds, trainTokenizer, type TokenizerName } from './registry.ts';
import { TokenizerError, type TokenizerKind } from './tokenizer.ts';

const sample =
  'Call me Ishmael. Some years ago—never mind how long precisely—having little or no money.\nCall me 🐳!\n';
const names = Object.keys(tokenizerKinds) as TokenizerName[];
/** Text of letters, marks, spaces and characters of three and four bytes. */
const anyText = fc.string({ unit: 'grapheme', maxLength: 60 });

describe.each(names)('tokenizer %s', (name) => {
  const kind: TokenizerKind = tokenizerKinds[name];

  test('has a title, a description and settings whose initial values are allowed', () => {
    expect(kind.title).not.toBe('');
    expect(kind.description).toMatch(/\.$/);
    for (const [key, value] of Object.entries(initialSettings(kind.fields))) {
      expect(fieldProblem(kind.fields[key]!, value)).toBeNull();
    }
  });

  test('gives ids of its vocabulary, and the same ids after decoding and encoding again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        if (!text.isWellFormed() || text.trim() === '') return;
        const tokenizer = trainTokenizer(name, `${text}\n${sample}`);
        const ids = tokenizer.encode(text);
        ids.forEach((id) => expect(tokenizer.tokens[id]).toBeDefined());
        expect(tokenizer.encode(tokenizer.decode(ids))).toEqual(ids);
      }),
      { numRuns: 60 },
    );
  });

  test('encodes a long text in pieces as it does at once', () => {
    const tokenizer = trainTokenizer(name, sample);
    const long = sample.repeat(1500); // more than two pieces
    const whole = tokenizer.encode(long);
    const inPieces = finish(encodeInSteps(tokenizer, long, 'continuous'));
    expect(inPieces.length).toBe(whole.length);
    expect(inPieces.every((id, i) => id === whole[i])).toBe(true);
  });

  test('is the same after it was stored as JSON', () => {
    const tokenizer = trainTokenizer(name, sample, { size: 300, boundary: 1, mask: 1 });
    const stored = tokenizerFromJson(JSON.parse(JSON.stringify(tokenizer.toJson())));
    expect(stored.tokens).toEqual(tokenizer.tokens);
    expect(stored.special).toEqual(tokenizer.special);
    expect(stored.encode('Some money')).toEqual(tokenizer.encode('Some money'));
  });

  test('puts its special tokens last, and never makes a boundary or mask out of text', () => {
    const tokenizer = trainTokenizer(name, sample, { boundary: 1, mask: 1 });
    const { mask, boundary } = tokenizer.special;
    expect([mask, boundary]).toEqual([tokenizer.size - 2, tokenizer.size - 1]);
    expect(tokenizer.tokens[mask!]).toBe('<mask>');
    expect([...tokenizer.encode('Call me')]).not.toContain(boundary);
  });

  test('knows the bytes of its tokens, and none of the special ones', () => {
    const tokenizer = trainTokenizer(name, sample, { mask: 1 });
    const [first] = tokenizer.encode('me');
    expect(tokenizer.decode([first!])).toBe(String.fromCharCode(...tokenizer.bytesOf(first!)));
    expect(tokenizer.bytesOf(tokenizer.special.mask!)).toEqual(new Uint8Array(0));
  });

  test('reports progress that rises to 1', () => {
    const shares: number[] = [];
    trainTokenizer(name, sample.repeat(50), { size: 300 }, ({ done }) => shares.push(done));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1, 12);
  });

  test('refuses an empty text by name', () => {
    expect(() => trainTokenizer(name, '')).toThrow(TokenizerError);
  });

  test('refuses to decode an id that it does not have', () => {
    const tokenizer = trainTokenizer(name, sample);
    expect(() => tokenizer.decode([tokenizer.size])).toThrow(`token ${tokenizer.size} is not in this vocabulary`);
  });

  test('accepts damaged stored data only by a named error', () => {
    const stored = JSON.stringify(trainTokenizer(name, 'aab aab\n', { size: 260 }).toJson());
    const at = fc.integer({ min: 0, max: stored.length - 1 });
    fc.assert(
      fc.property(at, fc.constantFrom('0', '"', 'a', '-', '9', 'null'), (place, put) => {
        try {
          tokenizerFromJson(JSON.parse(stored.slice(0, place) + put + stored.slice(place + 1))).encode('aab');
        } catch (error) {
          if (!(error instanceof SyntaxError)) expect(error).toBeInstanceOf(TokenizerError);
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('an unknown kind of stored tokenizer is refused by name', () => {
  for (const stored of [null, 3, { kind: 'syllable' }, { kind: '__proto__' }, []]) {
    expect(() => tokenizerFromJson(stored)).toThrow('known are: character, word, byte-pair');
  }
});
