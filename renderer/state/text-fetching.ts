/** A text on its way to the training process: in parts, so that a long one is never whole in the page and holds nothing up. */
import type { TrainerClient } from '../platform/trainer.ts';
import type { ByteSource } from './byte-source.ts';

/** Travels in one message; reading and sending it takes a few milliseconds. */
const PART = 1_048_576;

/** Given up, by the person or for another text; the code is that of the training process. */
export class FetchingCancelled extends Error {
  override readonly name = 'FetchingCancelled';
  readonly code = 'TextCancelled';
}

/**
 * @param onShare told the share that is there, from 0 to 1
 * @throws FetchingCancelled when it is no longer wanted @throws RemoteError when it is too long, or the file cannot be read
 */
export async function fetchText(
  client: Pick<TrainerClient, 'beginText' | 'pushText'>,
  { name, size, read }: ByteSource,
  isWanted: () => boolean,
  onShare: (share: number) => void,
): Promise<void> {
  await client.beginText({ name, size });
  for (let offset = 0; offset < size;) {
    if (!isWanted()) throw new FetchingCancelled();
    const bytes = await read(offset, Math.min(PART, size - offset));
    if (!isWanted()) throw new FetchingCancelled();
    if (bytes.length === 0) return; // shorter than it was: the training process says so
    await client.pushText({ bytes });
    offset += bytes.length;
    onShare(offset / size);
  }
  if (!isWanted()) throw new FetchingCancelled();
}
