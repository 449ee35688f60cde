/** Something is wrong with a file that came from outside; the message is written for the person who opened it. */
export class FileError extends Error {
  override readonly name = 'FileError';
}
