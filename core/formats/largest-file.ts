/**
 * How large a file may be that is read whole: one limit for the window and the command line, and for what they write, so that
 * nothing is saved that could not be opened again. A model of 25 million parameters with both moments (600 MB) and the longest
 * text (256 MB) fit. Tables and texts to learn from are read in parts, by limits of their own.
 */
import { FileError } from '../data/file-error.ts';

/** Bytes. */
export const LARGEST_FILE = 1_073_741_824;

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_048_576);

/** What is said of a file that is too large to be read; null where it is not. */
export const tooLargeToOpen = (name: string, bytes: number): string | null =>
  bytes > LARGEST_FILE
    ? `"${name}" is ${megabytes(bytes)} MB; up to ${megabytes(LARGEST_FILE)} MB can be opened. Take a part of it.`
    : null;

/** @throws FileError when a file of so many bytes could not be opened again */
export function expectOpenable(bytes: number): void {
  if (bytes <= LARGEST_FILE) return;
  throw new FileError(
    `Nothing was saved: the file would have ${megabytes(bytes)} MB, and up to ${megabytes(LARGEST_FILE)} MB can be opened again. ` +
      'Make the network smaller, or its data.',
  );
}
