/**
 * Files that the person chose in a dialog, by opaque handle. The page never sees a path: it can only write to a file that a
 * dialog, the command line or the desktop named, and only by the handle it was given.
 */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { tooLargeToOpen } from '../../core/formats/largest-file.ts';

/** Tables and texts above this are read in parts, however long they are. */
const READ_WHOLE = 8 * 2 ** 20;

export interface OpenedFile {
  readonly handle: string;
  readonly name: string;
  readonly size: number;
  /** None of a long table or text: its parts are read one by one. */
  readonly bytes: Uint8Array;
}

export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}

export class OpenedFiles {
  readonly #paths = new Map<string, string>();
  #next = 1;

  register(file: string): string {
    const handle = `file-${this.#next++}`;
    this.#paths.set(handle, file);
    return handle;
  }

  /** @throws FileProblem for a handle that was never given out */
  pathOf(handle: string): string {
    const file = this.#paths.get(handle);
    if (file === undefined) throw new FileProblem(`There is no open file "${handle}". Use Save as and choose where.`);
    return file;
  }

  /**
   * @param isText opened as a text to learn from: a long one comes in parts, whatever it is called
   * @throws FileProblem naming the file and what is wrong with it
   */
  async read(file: string, isText = false): Promise<OpenedFile> {
    const name = path.basename(file);
    const handle = await open(file, 'r').catch((error: unknown) => {
      throw new FileProblem(`"${name}" could not be opened: ${reasonOf(error)}.`);
    });
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new FileProblem(`"${name}" is not a file. Choose a file.`);
      const comesInParts = isText || /\.(csv|tsv)$/i.test(name);
      if (comesInParts && stat.size > READ_WHOLE) {
        return { handle: this.register(file), name, size: stat.size, bytes: new Uint8Array(0) };
      }
      const problem = tooLargeToOpen(name, stat.size);
      if (problem !== null) throw new FileProblem(problem);
      const bytes = new Uint8Array(await handle.readFile());
      return { handle: this.register(file), name, size: bytes.length, bytes };
    } finally {
      await handle.close();
    }
  }
}

/** @throws FileProblem when the file cannot be read any more */
export async function readPart(file: string, offset: number, length: number): Promise<Uint8Array> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw new FileProblem(`"${path.basename(file)}" could not be read on: ${reasonOf(error)}.`);
  });
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, offset);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'it is not there any more';
  if (code === 'EACCES' || code === 'EPERM') return 'you may not read it';
  return error instanceof Error ? error.message : String(error);
}

/** The file among command-line arguments: what is an option, or stands before `--`, is none. */
export function fileArgument(args: readonly string[]): string | null {
  const end = args.indexOf('--');
  const candidates = end >= 0 ? args.slice(end + 1) : args.filter((arg) => !arg.startsWith('-'));
  return candidates.find((arg) => /\.(weightroom|csv|json|safetensors)$/i.test(arg)) ?? null;
}
