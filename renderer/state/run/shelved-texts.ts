/**
 * Long texts cross to each training process once: after that the page names them. It keeps them as bytes that it never reads, so
 * that a process that has died can be given them again, and a project saved.
 */
import type { DataSettings } from '../../../core/data/data-settings.ts';
import type { TrainerClient } from '../../platform/trainer.ts';

/** Bytes; a shorter text is sent along each time. */
const LONG = 1_048_576;
const NONE = new Uint8Array(0);

const shelves = new WeakMap<TrainerClient, WeakMap<Uint8Array, number>>();

function shelfOf(client: TrainerClient): WeakMap<Uint8Array, number> {
  const known = shelves.get(client) ?? new WeakMap<Uint8Array, number>();
  shelves.set(client, known);
  return known;
}

/** The training process has this text by this number. */
export function noteShelved(client: TrainerClient, { source }: DataSettings, id: number): void {
  if (source.kind === 'text') shelfOf(client).set(source.utf8, id);
}

/** Settings to send: a long text by its number, which the process has by then. */
export async function withShelvedText(
  client: TrainerClient,
  data: DataSettings,
): Promise<{ readonly data: DataSettings; readonly shelved: number | null }> {
  const { source } = data;
  if (source.kind !== 'text' || source.utf8.length < LONG) return { data, shelved: null };
  const { utf8 } = source;
  const shelf = shelfOf(client);
  let id = shelf.get(utf8);
  if (id === undefined || !(await client.hasText({ id })).isThere) ({ id } = await client.shelveText({ utf8 }));
  shelf.set(utf8, id);
  return { data: { ...data, source: { ...source, utf8: NONE } }, shelved: id };
}
