import { expect, test } from 'vitest';
import { ONLY, type NetworkDocument } from '../../../core/document/document.ts';
import { difference } from '../../../core/document/change.ts';
import { emptyHistory, historyBytes, record } from '../../../core/document/history.ts';
import { makeLanguageModel } from '../../../core/presets/language/language-preset.ts';
import { languagePresets } from '../../../core/presets/language/registry.ts';
import { withKnownText, withShelvedText } from './shelved-texts.ts';

const TEXT = 'a text of some length. '.repeat(2000);
const made = (text = TEXT): NetworkDocument =>
  makeLanguageModel(languagePresets.bigram, { name: 'a', text, layout: 'continuous' });
const textOf = (document: NetworkDocument): Uint8Array => {
  const { source } = document.data[ONLY]!;
  return source.kind === 'text' ? source.utf8 : new Uint8Array(0);
};

/** A training process with these texts, and those that it is given. */
function process(...there: number[]) {
  const has = new Set(there);
  return {
    has,
    hasText: ({ id }: { id: number }) => Promise.resolve({ isThere: has.has(id) }),
    shelveText: () => {
      has.add(99);
      return Promise.resolve({ id: 99 });
    },
  };
}

test('models that are made of one text hold the same bytes, and a history of them takes the room of one', () => {
  const client = process(1, 2);
  const first = withKnownText(client, made(), 1);
  let [history, present] = [emptyHistory, first];
  const alone = textOf(first).length;
  for (let i = 0; i < 6; i++) {
    const next = withKnownText(client, made(), 1);
    expect(textOf(next)).toBe(textOf(first));
    history = record(history, { label: 'new language model', changes: difference(present, next) });
    present = next;
  }
  expect(history.done).toHaveLength(6);
  expect(historyBytes(history)).toBeLessThan(2 * alone);
  const other = withKnownText(client, made('b c d e'), 2);
  expect(textOf(other)).not.toBe(textOf(first));
  expect(textOf(withKnownText(process(1), made(), 1))).not.toBe(textOf(first)); // numbers of another process say nothing
});

test('a text that the process has goes by its number, however short; one that it has not any more is sent again', async () => {
  const client = process(1);
  const document = withKnownText(client, made('one two three'), 1);
  const data = document.data[ONLY]!;
  const sent = await withShelvedText(client, data);
  expect(sent.shelved).toBe(1);
  expect(textOf({ ...document, data: { [ONLY]: sent.data } })).toHaveLength(0);
  client.has.clear();
  expect(await withShelvedText(client, data)).toEqual({ data, shelved: null });
  const long = made('a text. '.repeat(140_000)).data[ONLY]!;
  expect((await withShelvedText(client, long)).shelved).toBe(99);
  expect((await withShelvedText(client, long)).shelved).toBe(99);
});
