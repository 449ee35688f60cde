/** The bytes of a text that comes in parts, put together where they are needed: the page never holds a long one whole. */
import { FileError } from '../../core/data/file-error.ts';
import { LARGEST_TEXT, tooLong } from '../../core/text/decode-text.ts';
import { TextCancelled } from './text-desk.ts';

interface Incoming {
  readonly name: string;
  readonly bytes: Uint8Array;
  count: number;
}

export class IncomingText {
  #incoming: Incoming | null = null;

  /** @throws FileError when it is longer than a text may be */
  begin({ name, size }: { readonly name: string; readonly size: number }): void {
    this.#incoming = null;
    if (size > LARGEST_TEXT) throw tooLong(name, size);
    this.#incoming = { name, bytes: new Uint8Array(size), count: 0 };
  }

  /** @throws TextCancelled when it is no longer wanted @throws FileError when there is more of it than was said */
  push(part: Uint8Array): void {
    const incoming = this.#incoming;
    if (!incoming) throw new TextCancelled();
    const { name, bytes, count } = incoming;
    if (count + part.length > bytes.length) {
      throw new FileError(`"${name}" is longer than the ${bytes.length} bytes it began with. Open it again.`);
    }
    bytes.set(part, count);
    incoming.count += part.length;
  }

  /** @throws TextCancelled when it is no longer wanted @throws FileError when a part of it is missing */
  take(): { readonly name: string; readonly bytes: Uint8Array } {
    const incoming = this.#incoming;
    this.#incoming = null;
    if (!incoming) throw new TextCancelled();
    const { name, bytes, count } = incoming;
    if (count < bytes.length) {
      throw new FileError(`"${name}" ended at byte ${count} of ${bytes.length}: it was changed. Open it again.`);
    }
    return { name, bytes };
  }

  drop(): void {
    this.#incoming = null;
  }
}
