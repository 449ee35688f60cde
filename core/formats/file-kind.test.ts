import { expect, test } from 'vitest';
import { decodeUtf8 } from '../tensor/utf8.ts';
import { trainTokenizer } from '../text/tokenizers/registry.ts';
import { presets } from '../presets/registry.ts';
import { json } from './exporters/json.ts';
import { fileKind, HEAD_BYTES } from './file-kind.ts';
import { writeTokenizerJson } from './tokenizer-json.ts';

const headOf = (bytes: Uint8Array): string => decodeUtf8(bytes.slice(0, HEAD_BYTES));

test.each([
  ['mine.weightroom', 'PK', 'project'],
  ['iris.CSV', '', 'table'],
  ['notes.md', '# Notes', 'text'],
  ['lines.jsonl', '{"text":"a"}', 'text'],
  ['model.safetensors', '', 'parameters'],
  ['photo.png', '\u0089PNG', 'unknown'],
  ['config.json', '{"model_type": "llama", "hidden_size": 4096}', 'config'],
  ['other.json', '{"a": 1}', 'unknown'],
])('%s is told by its name and beginning: %s is %s', (name, head, kind) => {
  expect(fileKind(name, head)).toBe(kind);
});

test('a .txt is a text, unless its lines are the rows of a table', () => {
  expect(fileKind('a.txt', 'Call me Ishmael. Some years ago,\nnever mind how long, precisely,\nhaving little\n')).toBe(
    'text',
  );
  expect(fileKind('a.txt', 'anna\nbert\ncarla\n')).toBe('text');
  expect(fileKind('a.txt', 'x\ty\n1\t2\n3\t4\n')).toBe('table');
  expect(fileKind('a.txt', 'x;y;z\r\n1;2;3\r\n4;5;6')).toBe('table');
  expect(fileKind('a.txt', '')).toBe('text');
});

test('what is written here is known again: a tokenizer of each kind, and parameters', () => {
  for (const kind of ['character', 'word', 'byte-pair'] as const) {
    const written = writeTokenizerJson(trainTokenizer(kind, 'the cat and the dog', {}));
    expect(fileKind('tokenizer.json', headOf(written))).toBe('tokenizer');
  }
  expect(fileKind('parameters.json', headOf(json.write(presets.worked.make())))).toBe('parameters');
});
