/**
 * Long texts cross to each training process once: after that the page names them. It keeps them as bytes that it never reads, so
 * that a process that has died can be given them again, and a project saved.
 */
import type { DataSettings } from '../../../core/data/data-settings.ts';
import { ONLY, type NetworkDocument } from '../../../core/document/document.ts';
import type { TrainerClient } from '../../platform/trainer.ts';

/** Bytes; a shorter text is sent along, unless the process has given it a number. */
const LONG = 1_048_576;
const NONE = new Uint8Array(0);

/** What one training process has: which text has which number, and the other way, for as long as something else holds the text. */
interface Shelf {
  readonly ids: WeakMap<Uint8Array, number>;
  readonly texts: Map<number, WeakRef<Uint8Array>>;
}

type Asked = Pick<TrainerClient, 'hasText' | 'shelveText'>;

const shelves = new WeakMap<object, Shelf>();

function shelfOf(client: object): Shelf {
  const known = shelves.get(client) ?? { ids: new WeakMap<Uint8Array, number>(), texts: new Map() };
  shelves.set(client, known);
  return known;
}

function note(client: object, utf8: Uint8Array, id: number): void {
  const { ids, texts } = shelfOf(client);
  ids.set(utf8, id);
  texts.set(id, new WeakRef(utf8));
}

/**
 * A document that the training process has made of a text of its own. Each answer brings a copy of the text; here every document
 * of one text holds the same bytes, so that a history of many takes the room of one.
 */
export function withKnownText(client: object, document: NetworkDocument, id: number): NetworkDocument {
  const data = document.data[ONLY]!;
  const { source } = data;
  if (source.kind !== 'text') return document;
  const utf8 = shelfOf(client).texts.get(id)?.deref();
  if (!utf8) {
    note(client, source.utf8, id);
    return document;
  }
  return { ...document, data: { ...document.data, [ONLY]: { ...data, source: { ...source, utf8 } } } };
}

/** Settings to send: a text that the process has, or should have by then, by its number. */
export async function withShelvedText(
  client: Asked,
  data: DataSettings,
): Promise<{ readonly data: DataSettings; readonly shelved: number | null }> {
  const { source } = data;
  if (source.kind !== 'text') return { data, shelved: null };
  const { utf8 } = source;
  let id = shelfOf(client).ids.get(utf8);
  if (id === undefined || !(await client.hasText({ id })).isThere) {
    if (utf8.length < LONG) return { data, shelved: null };
    ({ id } = await client.shelveText({ utf8 }));
    note(client, utf8, id);
  }
  return { data: { ...data, source: { ...source, utf8: NONE } }, shelved: id };
}
