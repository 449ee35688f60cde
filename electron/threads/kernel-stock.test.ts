/** A machine without the fast kernels still trains, and says why it is slow. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { portable32, portable64 } from '../../core/engine/kernels/portable.ts';
import { kernelStock } from './kernel-stock.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'weightroom-kernels-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stockOf = (path: string) =>
  kernelStock({
    threads: 1,
    files: { folder: pathToFileURL(`${path}/`), thread: pathToFileURL(join(path, 'none.js')) },
  });

test('where the module is missing, portable float32 computes and says which file cannot be read', () => {
  const kernels = stockOf(join(folder, 'nowhere'))('float32');
  expect(kernels.name).toBe('portable float32, slowly: kernels-relaxed.wasm cannot be read');
  expect(kernels.identity).toEqual(portable32.identity);
  expect(kernels.prepare).toBe(portable32.prepare);
});

test('where the engine understands neither module, portable float32 computes and says what is missing', () => {
  const unknown = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0xff, 0); // a section that no engine knows
  for (const file of ['kernels-relaxed.wasm', 'kernels-simd.wasm']) writeFileSync(join(folder, file), unknown);
  const kernels = stockOf(folder)('float32');
  expect(kernels.name).toBe('portable float32, slowly: this engine has no WebAssembly SIMD');
});

test('float64 needs no module', () => {
  expect(stockOf(join(folder, 'nowhere'))('float64')).toBe(portable64);
});
