import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../run-command-line.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weightroom-count-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function count(...args: string[]): Promise<{ code: number; out: string; note: string }> {
  let [out, note] = ['', ''];
  const surroundings = { isTerminal: false, now: () => 0 };
  const code = await runCommandLine(['count', ...args], {
    ...surroundings,
    out: (text) => (out += text),
    note: (text) => (note += text),
  });
  return { code, out, note };
}

describe('weightroom count', () => {
  test('says where 70 billion live', async () => {
    const { code, out } = await count('Llama 3 70B');
    expect(code).toBe(0);
    expect(out).toContain('70,553,706,496 parameters in 723 tensors');
    expect(out).toContain('56,371,445,760  79.899 %');
    expect(out).toContain('Layer 0 to 79');
    expect(out).toContain('80 x 855,654,400');
    expect(out).toContain('128,256·8,192');
    expect(out).toContain('1.13 TB');
  });

  test('gives the same as one line of JSON', async () => {
    const { out } = await count('mixtral 8x7b', '--json');
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ total: 46_702_792_704, active: 12_879_925_248, certainty: 'exact' });
  });

  test('marks as about what no published number confirms', async () => {
    expect((await count('gpt3')).out).toContain('about 174,604,259,328 parameters');
  });

  test('counts a network of yours by the same tree', async () => {
    expect(JSON.parse((await count('preset:worked', '--json')).out)).toMatchObject({
      total: 9,
      shares: { weight: 6, bias: 3 },
      formula: null,
    });
  });

  test('counts a ready language model, on its own text or another', async () => {
    expect(JSON.parse((await count('preset:gpt-names', '--json')).out)).toMatchObject({ total: 4_192, formula: null });
    const text = join(folder, 'all-65.txt');
    writeFileSync(text, Array.from({ length: 64 }, (_, i) => `${String.fromCharCode(33 + i)} `).join(''));
    const { out } = await count('preset:gpt-char-small', '--data', text);
    expect(out).toContain('804,096 parameters');
    expect(out).toContain('block 1 to 4');
    expect((await count('preset:gpt-char-10m', '--data', text)).out).toContain('10,745,088 parameters');
    expect((await count('gpt2', '--width', '9')).note).toContain('--width is for a new language model');
  });

  test('reads a config.json, and refuses a bad one with exit code 1', async () => {
    const path = join(folder, 'config.json');
    writeFileSync(
      path,
      '{"model_type":"gpt2","n_layer":12,"n_embd":768,"n_head":12,"n_positions":1024,"vocab_size":50257}',
    );
    expect((await count(path)).out).toContain('124,439,808 parameters');
    writeFileSync(path, '{"model_type":"gpt2","n_layer":-1}');
    const { code, note } = await count(path);
    expect(code).toBe(1);
    expect(note).toContain('"n_embd"');
  });

  test('offers what was meant; wrong use is exit code 2', async () => {
    const { code, note } = await count('lama 3 70b');
    expect(code).toBe(1);
    expect(note).toContain('Did you mean llama-3-70b');
    expect((await count()).code).toBe(2);
    expect((await count('preset:none')).code).toBe(2);
  });
});
