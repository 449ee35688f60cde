import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { FileError } from '../data/file-error.ts';
import { decodeUtf8, encodeUtf8 } from '../tensor/utf8.ts';
import { loadCorpus } from '../text/corpora/load-corpus.ts';
import { trainTokenizer, type TokenizerName } from '../text/tokenizers/registry.ts';
import type { Tokenizer } from '../text/tokenizers/tokenizer.ts';
import { readTokenizerJson, writeTokenizerJson } from './tokenizer-json.ts';

/** What is used here of the package, named by a variable so that the types are checked where it is not installed, too. */
interface OtherTokenizer {
  encode: (text: string) => { ids: number[] };
  decode: (ids: number[], options: { clean_up_tokenization_spaces: boolean }) => string;
}
const otherPackage: string = '@huggingface/tokenizers';
const { Tokenizer: HuggingFaceTokenizer } = (await import(otherPackage)) as {
  Tokenizer: new (file: unknown, config: unknown) => OtherTokenizer;
};

interface TokenizerFile {
  model: Record<string, unknown> & { vocab: Record<string, number>; merges: unknown[] };
  [part: string]: unknown;
}
const fileOf = (tokenizer: Tokenizer): TokenizerFile =>
  JSON.parse(decodeUtf8(writeTokenizerJson(tokenizer))) as TokenizerFile;
const open = (file: unknown): Tokenizer => readTokenizerJson('a.json', encodeUtf8(JSON.stringify(file)));

let moby = '';
let lines: string[] = [];
beforeAll(async () => {
  moby = await loadCorpus('moby-dick');
  const sentences = moby.split(/(?<=[.!?]) |\n+/).filter((line) => line !== '');
  const odd = [
    '🐳 emoji 👩‍🚀🏳️‍🌈',
    '  two  spaces   ',
    '白鯨は海にいる。',
    'tab\tand\nline',
    "don't we'll I'd",
    'naïve café ½ ², ﬁ',
    '한국어',
    '123456 7',
    '--- ***',
  ];
  lines = [...sentences.slice(0, 1500 - odd.length), ...odd]; // prettier-ignore
});

describe.each(['byte-pair', 'word', 'character'] as const)('a %s tokenizer', (kind: TokenizerName) => {
  const make = (): Tokenizer => {
    const text = kind === 'byte-pair' ? moby.slice(0, 200_000) : `${moby.slice(0, 200_000)}${lines.join('\n')}`;
    return trainTokenizer(kind, text, { size: kind === 'byte-pair' ? 512 : 30_000, mask: 1, unknown: 1 });
  };

  test('written here encodes 1,500 lines in @huggingface/tokenizers to the same ids', () => {
    const tokenizer = make();
    const other = new HuggingFaceTokenizer(fileOf(tokenizer), { unk_token: '<unknown>' });
    expect(lines).toHaveLength(1500);
    let equal = 0;
    let decoded = 0;
    for (const line of lines) {
      const { ids } = other.encode(line);
      if (ids.join() === tokenizer.encode(line).join()) equal++;
      if (other.decode(ids, { clean_up_tokenization_spaces: false }) === line) decoded++;
    }
    expect(equal).toBe(1500);
    if (kind !== 'word') expect(decoded).toBe(1500); // the decoder of words puts a space between any two
  });

  test('written here is read back as it was', () => {
    const tokenizer = make();
    const again = readTokenizerJson('tokenizer.json', writeTokenizerJson(tokenizer));
    expect(again.toJson()).toEqual(tokenizer.toJson());
  });
});

describe('a file from elsewhere', () => {
  const gpt2 = (): TokenizerFile => {
    const file = fileOf(trainTokenizer('byte-pair', 'low lower lowest '.repeat(9), { size: 262 }));
    // as GPT-2's: specials first, merges as pairs
    const ids = Object.entries(file.model.vocab).map(([text, id]) => [text, id + 1] as const);
    return {
      ...file,
      added_tokens: [{ id: 0, content: '<|endoftext|>', special: true }],
      model: {
        ...file.model,
        vocab: { '<|endoftext|>': 0, ...Object.fromEntries(ids) },
        merges: (file.model.merges as string[]).map((merge) => merge.split(' ')),
      },
    };
  };

  test('of byte-level BPE is read, its end-of-text token as the boundary', () => {
    const tokenizer = open(gpt2());
    expect(tokenizer.special).toEqual({ unknown: null, mask: null, boundary: 0 });
    const other = new HuggingFaceTokenizer(gpt2(), {});
    expect([...tokenizer.encode('lowest slower 🐳')]).toEqual(other.encode('lowest slower 🐳').ids);
    expect(tokenizer.decode(tokenizer.encode('lowest 🐳'))).toBe('lowest 🐳');
  });

  test.each([
    ['the normalizer "NFC"', { normalizer: { type: 'NFC' } }],
    ['the pre-tokenizer "Metaspace"', { pre_tokenizer: { type: 'Metaspace' } }],
    ['add_prefix_space', { pre_tokenizer: { type: 'ByteLevel', add_prefix_space: true } }],
    ['the added token "<tool>"', { added_tokens: [{ id: 0, content: '<tool>', special: false }] }],
  ])('is refused by name for %s', (what, part) => {
    expect(() => open({ ...gpt2(), ...part })).toThrow(what);
  });

  test.each(['Unigram', 'WordPiece', 'anything'])('with a %s model is refused by name', (type) => {
    const file = gpt2();
    expect(() => open({ ...file, model: { ...file.model, type } })).toThrow(`uses the model "${type}"`);
  });

  test('that skips an id, or has an option of BPE that changes it, is refused', () => {
    const file = gpt2();
    expect(() => open({ ...file, model: { ...file.model, vocab: { ...file.model.vocab, a: 9999 } } })).toThrow(
      'id 9999',
    );
    expect(() => open({ ...file, model: { ...file.model, ignore_merges: true } })).toThrow(
      'the BPE option ignore_merges',
    );
  });

  test('that is damaged anywhere is refused by a FileError or read, nothing else', () => {
    const text = JSON.stringify(gpt2());
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', '"', '[', '-', '', '\\'), (at, put) => {
        try {
          readTokenizerJson('a.json', encodeUtf8(text.slice(0, at) + put + text.slice(at + 1))).encode('low');
        } catch (error) {
          expect(error).toBeInstanceOf(FileError);
        }
      }),
      { numRuns: 200 },
    );
    for (const odd of [null, [], 3, {}, { model: null }, { model: { type: 'BPE', vocab: [], merges: {} } }]) {
      expect(() => open(odd)).toThrow(FileError);
    }
  });
});
