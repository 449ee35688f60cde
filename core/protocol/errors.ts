/** How an error crosses a process boundary: as data, without stack or class. */
export interface CrossedError {
  readonly code: string;
  readonly message: string;
  readonly details: string | null;
}

/** An error that the other side answered with. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly code: string;

  constructor({ code, message }: CrossedError) {
    super(message);
    this.code = code;
  }
}

export function toCrossedError(error: unknown): CrossedError {
  if (error instanceof Error) {
    return { code: error instanceof RemoteError ? error.code : error.name, message: error.message, details: null };
  }
  return { code: 'Error', message: String(error), details: null };
}
