/** The few file operations that saving needs, so that a test can make any one of them fail. */
import { open, readdir, realpath, rename, rm } from 'node:fs/promises';

export interface WritableFile {
  /** Writes from `offset` on. @returns how many bytes were taken, at least one */
  readonly write: (bytes: Uint8Array, offset: number) => Promise<number>;
  /** Resolves when the bytes are on the disk, not only in its cache. */
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface FileSystem {
  /** Fails when the file exists. */
  readonly create: (path: string) => Promise<WritableFile>;
  readonly rename: (from: string, to: string) => Promise<void>;
  /** Does nothing when there is no such file. */
  readonly remove: (path: string) => Promise<void>;
  /** Makes a rename in this folder last through a power cut. */
  readonly syncFolder: (path: string) => Promise<void>;
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** The file that a path means after symbolic links; the path itself when there is none yet. */
  readonly resolve: (path: string) => Promise<string>;
}

export const realFs: FileSystem = {
  create: async (path) => {
    const handle = await open(path, 'wx', 0o666);
    return {
      write: async (bytes, offset) => (await handle.write(bytes, offset)).bytesWritten,
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  rename,
  remove: (path) => rm(path, { force: true }),
  syncFolder: async (path) => {
    if (process.platform === 'win32') return; // Windows has no such thing: folders cannot be opened
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  list: (folder) => readdir(folder),
  resolve: async (path) => {
    try {
      return await realpath(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return path;
      throw error;
    }
  },
};

/** `ENOSPC` and its like; '' for errors that did not come from the system. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
