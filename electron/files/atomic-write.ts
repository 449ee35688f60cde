/**
 * Saves a file so that whatever happens in between, a full disk, a crash, a power cut, the path holds either all of the old
 * bytes or all of the new ones: write beside it, flush, rename over it, flush the folder.
 */
import { basename, dirname, join } from 'node:path';
import { codeOf, realFs, type FileSystem } from './file-system.ts';

/** Saving did not succeed; the message is for the person, and says whether the old file still stands. */
export class SaveError extends Error {
  override readonly name = 'SaveError';
}

const MARK = '.weightroom-tmp';
let writes = 0;

/** @throws SaveError when the file could not be saved */
export async function writeAtomically(path: string, bytes: Uint8Array, fs: FileSystem = realFs): Promise<void> {
  let isReplaced = false;
  try {
    const target = await fs.resolve(path);
    await removeLeftovers(target, fs);
    const temporary = join(dirname(target), `.${basename(target)}.${process.pid}-${++writes}${MARK}`);
    try {
      await writeAll(temporary, bytes, fs);
      await fs.rename(temporary, target);
      isReplaced = true;
      await fs.syncFolder(dirname(target));
    } finally {
      if (!isReplaced) await fs.remove(temporary);
    }
  } catch (error) {
    throw new SaveError(describeFailure(path, bytes.length, isReplaced, error), { cause: error });
  }
}

async function writeAll(path: string, bytes: Uint8Array, fs: FileSystem): Promise<void> {
  const file = await fs.create(path);
  try {
    for (let done = 0; done < bytes.length;) done += await file.write(bytes, done);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Temporary files of earlier writes to this file whose process is gone, so that a crash leaves nothing for long. */
async function removeLeftovers(target: string, fs: FileSystem): Promise<void> {
  const start = `.${basename(target)}.`;
  for (const name of await fs.list(dirname(target))) {
    if (!name.startsWith(start) || !name.endsWith(MARK)) continue;
    const writer = /^(\d+)-\d+$/.exec(name.slice(start.length, -MARK.length))?.[1];
    if (writer !== undefined && !isRunning(Number(writer))) await fs.remove(join(dirname(target), name));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EACCES: 'this folder may not be written to',
  EPERM: 'this folder may not be written to',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder is not there',
  EISDIR: 'a folder has this name',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports a fault',
};

function describeFailure(path: string, size: number, isReplaced: boolean, error: unknown): string {
  const code = codeOf(error);
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  const shown = code === '' || !(code in reasons) ? reason : `${reason} (${code})`;
  if (isReplaced) return `"${basename(path)}" was written, but the disk did not confirm it: ${shown}. Save it again.`;
  const needed = `${Math.max(1, Math.ceil(size / 1024))} kB are needed`;
  return `"${basename(path)}" was not saved: ${shown}; ${needed}. What was there before is unchanged. Save it elsewhere, or try again.`;
}
