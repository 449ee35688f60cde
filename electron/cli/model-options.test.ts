/** Ready language models by options: every preset trains, and sizes and vocabularies are chosen. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TextSource } from '../../core/data/text-source.ts';
import { ONLY } from '../../core/document/document.ts';
import { decodeUtf8 } from '../../core/tensor/utf8.ts';
import { readProject } from '../../core/formats/project.ts';
import type { LanguagePreset } from '../../core/presets/language/language-preset.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { encodeUtf8 } from '../../core/tensor/utf8.ts';
import { readBytes } from './files.ts';
import { json, weightroom } from './fixtures/command-line.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const verses =
  'So long as men can breathe, or eyes can see,\nSo long lives this, and this gives life to thee.\n'.repeat(8);
const names = `${Array.from({ length: 60 }, (_, i) => `${'aeiou'[i % 5]}${'nrst'[i % 4]}${'aeo'[i % 3]}`).join('\n')}\n`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weightroom-options-'));
  writeFileSync(at('verses.txt'), verses);
  writeFileSync(at('names.txt'), names);
  writeFileSync(at('poems.jsonl'), '{"poem":{"title":"Sonnet","body":"the rose of may"}}\n'.repeat(40));
  writeFileSync(at('short.txt'), 'To be, or not');
  writeFileSync(at('same.txt'), 'a'.repeat(300));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sizes = ['--layers', '1', '--heads', '2', '--width', '8', '--context', '8'];
const exact = ['--precision', 'float64', '--batch-size', '4'];

test.each(Object.entries<LanguagePreset>(languagePresets))('preset:%s trains, small', async (name, { form }) => {
  const more = form ? sizes : [];
  const trained = await json('train', `preset:${name}`, '--data', at('verses.txt'), '--steps', '3', ...exact, ...more);
  expect(trained).toMatchObject({ steps: 3, network: `preset:${name}`, loss: expect.any(Number) as number });
  const again = await json('train', `preset:${name}`, '--data', at('verses.txt'), '--steps', '3', ...exact, ...more);
  expect(again['sha256']).toBe(trained['sha256']);
});

/** What `train` saves of its text. */
async function savedText(...args: string[]): Promise<TextSource> {
  const saved = at('saved.weightroom');
  await json('train', ...args, '--steps', '0', '--precision', 'float64', '--save', saved);
  return readProject(await readBytes(saved)).document.data[ONLY]!.source as TextSource;
}

describe('the text of a ready model', () => {
  test('is a list where its lines are single words, running text else, or as --layout says', async () => {
    const layout = async (...args: string[]) => (await savedText('preset:gpt-names', '--data', ...args)).layout;
    expect(await layout(at('names.txt'))).toBe('lines');
    expect(await layout(at('verses.txt'))).toBe('continuous');
    expect(await layout(at('verses.txt'), '--layout', 'lines')).toBe('lines');
    expect(await layout(at('names.txt'), '--layout', 'continuous')).toBe('continuous');
    expect(await layout(at('poems.jsonl'))).toBe('lines');
  });

  test('is held out as far as asked', async () => {
    const saved = at('held.weightroom');
    const options = ['--held-out', '0.25', '--steps', '0', '--precision', 'float64', '--save', saved];
    await json('train', 'preset:bigram', '--data', at('verses.txt'), ...options);
    expect(readProject(await readBytes(saved)).document.data[ONLY]!.validationShare).toBe(0.25);
  });

  test('is taken from the field that is named, and cut as asked', async () => {
    const poems = ['preset:bigram', '--data', at('poems.jsonl')];
    expect(decodeUtf8((await savedText(...poems)).utf8)).toMatch(/^the rose of may\n/);
    expect(decodeUtf8((await savedText(...poems, '--field', 'poem.title')).utf8)).toMatch(/^Sonnet\n/);
    const word = (await savedText(...poems, '--tokenizer', 'word', '--vocabulary', '5')).tokenizer;
    expect(word).toMatchObject({ kind: 'word', tokens: ['may', 'of', 'rose'], lowerCase: true });
    const open = (await savedText('preset:bigram', '--data', at('names.txt'), '--unknown')).tokenizer;
    expect(open).toMatchObject({ kind: 'character', special: { unknown: expect.any(Number) as number } });
    const pairs = (await savedText(...poems, '--tokenizer', 'byte-pair', '--vocabulary', '260')).tokenizer;
    expect(pairs).toMatchObject({ kind: 'byte-pair' });
  });
});

test('sizes are counted as chosen: rotary positions have no table, four times the width stays four times', async () => {
  const count = async (...more: string[]) =>
    (await json('count', 'preset:gpt-char-small', '--data', at('verses.txt'), ...sizes, ...more))['total'];
  const vocabulary = new Set(verses).size;
  const block = 12 * 8 * 8 + 2 * 8;
  expect(await count()).toBe(vocabulary * 8 + 8 * 8 + block + 8);
  expect(await count('--positions', 'rotary')).toBe(vocabulary * 8 + block + 8);
  expect(await count('--tied', 'no', '--norm', 'RMSNorm')).toBe(2 * vocabulary * 8 + 8 * 8 + block + 8);
  expect(await count('--feed-forward', 'SwiGLU', '--hidden', '5')).toBe(
    vocabulary * 8 + 8 * 8 + (4 * 8 * 8 + 3 * 5 * 8 + 2 * 8) + 8,
  );
});

describe('is refused with what to do, never as our fault:', () => {
  test.each<[string, string[], number, string]>([
    ['a text shorter than the context', ['preset:gpt-char-small', '--data', 'short.txt'], 1, 'Choose a longer text or'],
    ['one letter again and again', ['preset:bigram', '--data', 'same.txt'], 1, 'nothing to guess'],
    [
      'a model that is too large',
      ['preset:gpt-char-small', '--width', '4096', '--heads', '64', '--layers', '48'],
      1,
      'can be trained here',
    ],
    ['heads that the width cannot share', ['preset:gpt-names', '--heads', '3'], 1, 'is 16 wide and has 3 heads'],
    ['sizes of a table of pairs', ['preset:bigram', '--width', '9'], 2, 'is no transformer and has no sizes to choose'],
    ['sizes of a drawn network', ['preset:xor', '--width', '9'], 2, '--width is for a new language model'],
    ['a layout that there is not', ['preset:bigram', '--layout', 'rows'], 2, 'must be lines or continuous, not "rows"'],
    [
      'an unknown tokenizer',
      ['preset:bigram', '--tokenizer', 'syllable'],
      2,
      '--tokenizer must be character, word, byt',
    ],
    ['an unknown token of words', ['preset:gpt-sentences', '--unknown'], 2, '--unknown is for --tokenizer character'],
    ['a width of nothing', ['preset:gpt-names', '--width', '0'], 2, '--width must be a whole number from 1 to 4096'],
    [
      'a wrong choice',
      ['preset:gpt-names', '--positions', 'none'],
      2,
      '--positions must be learned, rotary, not "none"',
    ],
    ['all of it held out', ['preset:bigram', '--held-out', '1'], 2, '--held-out must be from 0 to 0.9, not "1"'],
    ['a wrong learning rate', ['preset:gpt-names', '--learning-rate', 'fast'], 2, '--learning-rate: '],
    [
      'a field that the file has not',
      ['preset:bigram', '--data', 'poems.jsonl', '--field', 'x'],
      1,
      'no text in the field',
    ],
    ['a layout of a table', ['preset:xor', '--data', 'a.csv', '--layout', 'lines'], 2, 'learns from a table'],
  ])('%s', async (_, args, code, message) => {
    const placed = args.map((arg) => (/\.(txt|jsonl|csv)$/.test(arg) ? at(arg) : arg));
    const ran = await weightroom(['train', ...placed, '--steps', '1']);
    expect(ran.note).toContain(message);
    expect(ran.note).not.toContain('internal');
    expect(ran.code).toBe(code);
  });

  test('a project on another text that is too short, to train and to measure', async () => {
    const saved = at('model.weightroom');
    await json(
      'train',
      'preset:gpt-char-small',
      '--data',
      at('verses.txt'),
      ...sizes,
      ...exact,
      '--steps',
      '1',
      '--save',
      saved,
    );
    writeFileSync(at('tiny.txt'), encodeUtf8('see'));
    for (const command of ['train', 'evaluate']) {
      const { code, note } = await weightroom([command, saved, '--data', at('tiny.txt')]);
      expect(note).toContain('Choose a longer text or a shorter context');
      expect(note).not.toContain('internal');
      expect(code).toBe(1);
    }
  });
});

test('every command takes a ready language model by its name', async () => {
  expect(await json('count', 'preset:gpt-names')).toMatchObject({ total: 4192, shares: { position: 256 } });
  expect(await json('inspect', 'preset:gpt-names')).toMatchObject({ parameterCount: 4192, step: 0 });
  expect(await json('generate', 'preset:bigram', '--seed', '3', '--length', '5')).toMatchObject({ step: 0 });
  const measured = await json('evaluate', 'preset:bigram', '--data', at('names.txt'), '--precision', 'float64');
  expect(measured).toMatchObject({ step: 0, text: 'names.txt' });
  const file = at('names.safetensors');
  expect((await weightroom(['export', 'preset:gpt-names', file])).code).toBe(0);
  expect(await json('inspect', file)).toMatchObject({ tensors: { 'attention 1.qkvWeight': [48, 16] } });
});
