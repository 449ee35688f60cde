/** What `npm run parity` answers, on the portable sets and by generated code; the fast ones run in Electron, where all of them are. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runParity } from './run-parity.ts';

const goldens = path.resolve(import.meta.dirname, '../../core/fixtures/golden');
let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'parity-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function parity(...args: string[]): Promise<{ status: number; lines: string[] }> {
  const lines: string[] = [];
  const status = await runParity(
    args,
    (line) => lines.push(...line.split('\n')),
    () => [],
  );
  return { status, lines };
}

function put(name: string, change: (text: string) => string): void {
  writeFileSync(path.join(folder, name), change(readFileSync(path.join(goldens, name), 'utf8')));
}

test('a folder of right numbers: a line for each file and set with its worst difference, and status 0', async () => {
  copyFileSync(path.join(goldens, 'functions.json'), path.join(folder, 'functions.json'));
  const { status, lines } = await parity(folder);
  expect(lines[0]).toMatch(/^functions\.json, portable float64: 29 compared, worst \S+ of 1\.0e-10 \(.+\)$/);
  expect(lines[1]).toMatch(/^functions\.json, portable float32: 29 compared, worst \S+ of 6\.0e-7 \(.+\)$/);
  expect(lines.at(-1)).toBe('58 compared, 0 outside tolerance');
  expect(status).toBe(0);
});

test('one number outside: named with its difference and tolerance, and status 1, allowed to skip or not', async () => {
  put('dag_skip.json', (text) => text.replace(/"loss":([\d.]+)/, (_, loss) => `"loss":${Number(loss) + 1e-3}`));
  for (const args of [[folder], [folder, '--allow-skip']]) {
    const { status, lines } = await parity(...args);
    expect(lines.filter((line) => line.includes('outside: '))).toEqual([
      '    outside: dag_skip mse loss: 1.0e-3 > 1.0e-10 (rounding alone carries it by 3.3e-16)',
      '    outside: dag_skip mse loss: 1.0e-3 > 6.0e-7 (rounding alone carries it by 7.3e-8)',
    ]);
    expect(lines.at(-1)).toBe('1686 compared, 2 outside tolerance');
    expect(status).toBe(1);
  }
});

test('a case or a file that is not known: named, and status 1 unless skipping is allowed', async () => {
  put('functions.json', (text) => text.replace('"softplus":', '"mish":'));
  writeFileSync(path.join(folder, 'notes.json'), '{"loss": "low"}');
  const { status, lines } = await parity(folder);
  expect(lines).toContain('    skipped: function mish: not known');
  expect(lines.find((line) => line.startsWith('notes.json: skipped: notes.json is not a golden file: '))).toBeDefined();
  expect(lines.at(-1)).toBe('54 compared, 0 outside tolerance');
  expect(status).toBe(1);
  expect((await parity(folder, '--allow-skip')).status).toBe(0);
});

test('nothing to run, or an option that is not known: status 2 and what to do', async () => {
  expect(await parity(folder)).toEqual({ status: 2, lines: [`No golden files (*.json) in ${folder}.`] });
  expect((await parity(path.join(folder, 'none'))).status).toBe(2);
  const { status, lines } = await parity('--all');
  expect(lines[0]).toBe('Unknown option --all.');
  expect(status).toBe(2);
});
