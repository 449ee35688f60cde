import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTokenizerJson } from '../../../core/formats/tokenizer-json.ts';
import { runCommandLine } from '../run-command-line.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weightroom-tokenize-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function tokenize(...args: string[]): Promise<{ code: number; out: string; note: string }> {
  let [out, note] = ['', ''];
  const surroundings = {
    out: (text: string) => (out += text),
    note: (text: string) => (note += text),
    isTerminal: false,
    now: () => 0,
  };
  const code = await runCommandLine(['tokenize', ...args], surroundings);
  return { code, out, note };
}

test('first names by character: 27 tokens, one name after the other', async () => {
  const { code, out } = await tokenize('corpus:first-names', '--json');
  expect(code).toBe(0);
  const result = JSON.parse(out) as { first: { token: string }[] };
  expect(result).toMatchObject({ lines: 8403, vocabulary: 27, usedTokens: 27, tokens: 58_956, unknownShare: null });
  expect(result.first.slice(0, 8).map(({ token }) => token)).toEqual(['<end>', 'a', 'a', 'r', 'e', 'n', '<end>', 'a']);
});

test('byte pairs are learned to the wanted size and exported to a file that reads back', async () => {
  const file = join(folder, 'a.txt');
  const exported = join(folder, 'tokenizer.json');
  writeFileSync(file, 'the cat and the dog and the cat '.repeat(20));
  const args = [file, '--tokenizer', 'byte-pair', '--size', '262', '--export', exported];
  const { out, note } = await tokenize(...args);
  expect(note).toBe('');
  expect(out).toMatch(/vocabulary\s+262\n/);
  expect(readTokenizerJson('tokenizer.json', readFileSync(exported)).size).toBe(262);
});

test('a field of lines of JSON is one document a line', async () => {
  const file = join(folder, 'a.jsonl');
  writeFileSync(file, '{"note":{"text":"ab"}}\n{"note":{"text":"ba"}}\n');
  const { out } = await tokenize(file, '--field', 'note.text', '--json');
  expect(JSON.parse(out)).toMatchObject({ field: 'note.text', lines: 2, tokens: 7 });
});

test.each([
  ['corpus:none', [], 2, 'There is no corpus "none". There are: first-names'],
  ['corpus:sums', ['--tokenizer', 'syllable'], 2, 'There is no tokenizer "syllable"'],
  ['corpus:sums', ['--tokenizer', 'byte-pair', '--size', '3'], 2, 'Vocabulary must be from 256 to 50000, not 3.'],
  ['corpus:sums', ['--export', 'a.bin'], 2, 'must end in .json'],
  ['nowhere.txt', [], 1, 'There is no file "nowhere.txt"'],
])('%s %j is refused', async (source, args, expected, message) => {
  const { code, note } = await tokenize(source, ...args);
  expect(code).toBe(expected);
  expect(note).toContain(message);
});

test('a binary file and an empty one are refused by name', async () => {
  writeFileSync(join(folder, 'b.txt'), Uint8Array.of(1, 2, 3));
  writeFileSync(join(folder, 'c.txt'), '');
  expect((await tokenize(join(folder, 'b.txt'))).note).toContain('"b.txt" is not text: byte 0 is 0x01.');
  expect((await tokenize(join(folder, 'c.txt'))).note).toContain('"c.txt" is empty.');
});
