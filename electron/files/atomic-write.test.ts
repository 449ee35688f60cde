import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SaveError, writeAtomically } from './atomic-write.ts';
import { realFs, type FileSystem } from './file-system.ts';

const OLD = new Uint8Array(200_000).fill(1);
const NEW = new Uint8Array(300_000).fill(2);
let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weightroom-'));
  path = join(folder, 'cake.weightroom');
  writeFileSync(path, OLD);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The real file system, taking `chunk` bytes at a time, whose n-th operation fails. */
function failingAt(n: number, code: string, chunk: number): { fs: FileSystem; count: () => number } {
  let calls = 0;
  const tick = (): void => {
    if (++calls === n) throw Object.assign(new Error(`${code}: made to fail`), { code });
  };
  const fs: FileSystem = {
    create: async (at) => {
      tick();
      const file = await realFs.create(at);
      return {
        write: async (bytes, offset) => {
          tick();
          return file.write(bytes.subarray(0, offset + chunk), offset);
        },
        sync: async () => {
          tick();
          await file.sync();
        },
        close: async () => {
          await file.close();
          tick();
        },
      };
    },
    rename: async (from, to) => {
      tick();
      await realFs.rename(from, to);
    },
    remove: realFs.remove,
    syncFolder: async (at) => {
      tick();
      await realFs.syncFolder(at);
    },
    list: async (at) => {
      tick();
      return realFs.list(at);
    },
    resolve: async (at) => {
      tick();
      return realFs.resolve(at);
    },
  };
  return { fs, count: () => calls };
}

describe('saving a file', () => {
  test('replaces it and leaves nothing else in the folder', async () => {
    await writeAtomically(path, NEW);
    expect(readFileSync(path).equals(NEW)).toBe(true);
    expect(readdirSync(folder)).toEqual(['cake.weightroom']);
  });

  test.skipIf(process.platform === 'win32')('saves through a symbolic link and keeps the link', async () => {
    const link = join(folder, 'link.weightroom');
    symlinkSync(path, link);
    await writeAtomically(link, NEW);
    expect(readFileSync(path).equals(NEW)).toBe(true);
    expect(readFileSync(link).equals(NEW)).toBe(true);
  });

  test.each(['EIO', 'ENOSPC', 'EACCES', 'EMFILE', 'EINTR'])(
    'leaves the old file whole or the new one when any operation fails with %s, and can be retried',
    async (code) => {
      const clean = failingAt(Infinity, code, 50_000);
      await writeAtomically(path, NEW, clean.fs);
      const operations = clean.count();
      expect(operations).toBeGreaterThan(10); // resolve, list, create, 6 writes, sync, close, rename, folder
      for (let n = 1; n <= operations; n++) {
        writeFileSync(path, OLD);
        const failure = await writeAtomically(path, NEW, failingAt(n, code, 50_000).fs).then(
          () => null,
          (error: unknown) => error,
        );
        expect(failure, `operation ${n}`).toBeInstanceOf(SaveError);
        const isOld = readFileSync(path).equals(OLD);
        expect(isOld || readFileSync(path).equals(NEW), `operation ${n}`).toBe(true);
        expect((failure as SaveError).message).toContain(isOld ? 'unchanged' : 'was written');
        expect(readdirSync(folder), `operation ${n}`).toEqual(['cake.weightroom']);
        await writeAtomically(path, NEW);
        expect(readFileSync(path).equals(NEW)).toBe(true);
      }
    },
  );

  test('says what was not saved, why, and what is needed', async () => {
    await expect(writeAtomically(path, NEW, failingAt(4, 'ENOSPC', 50_000).fs)).rejects.toThrow(
      '"cake.weightroom" was not saved: the disk is full (ENOSPC); 293 kB are needed. What was there before is unchanged. Save it elsewhere, or try again.',
    );
    await expect(writeAtomically(join(folder, 'nowhere', 'x.json'), NEW)).rejects.toThrow(
      'the folder is not there (ENOENT)',
    );
  });

  test('survives 100 kills in the middle of writing: the file is whole, old or new', { timeout: 120_000 }, async () => {
    const writerFolder = mkdtempSync(join(tmpdir(), 'weightroom-writer-'));
    await build({
      configFile: false,
      logLevel: 'silent',
      build: { ssr: fileURLToPath(new URL('./fixtures/write-forever.ts', import.meta.url)), outDir: writerFolder },
    });
    let replaced = 0;
    for (let kill = 0; kill < 100; kill++) {
      writeFileSync(path, OLD);
      const writer = spawn(process.execPath, [join(writerFolder, 'write-forever.js'), path]);
      const [first] = (await once(writer.stdout, 'data')) as [Buffer];
      expect(first.toString()).toContain('writing');
      // However slow the disk is, every fifth kill comes in the middle of a later write than the first.
      if (kill % 5 === 4) await once(writer.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, kill % 13));
      const ended = once(writer, 'exit');
      writer.kill('SIGKILL');
      await ended;
      const bytes = readFileSync(path);
      const value = bytes[0];
      if (value !== 1) replaced++;
      expect(bytes.length === OLD.length || bytes.length === 4 * 2 ** 20, `kill ${kill}: ${bytes.length} bytes`).toBe(
        true,
      );
      expect(
        bytes.every((byte) => byte === value),
        `kill ${kill} tore the file`,
      ).toBe(true);
    }
    rmSync(writerFolder, { recursive: true });
    expect(replaced).toBeGreaterThan(0); // otherwise no kill came after a rename
    await writeAtomically(path, NEW);
    expect(readdirSync(folder)).toEqual(['cake.weightroom']); // what the killed writers left is gone
  });
});
