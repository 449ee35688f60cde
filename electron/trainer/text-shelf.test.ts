import { describe, expect, test } from 'vitest';
import type { DataSettings } from '../../core/data/data-settings.ts';
import { defaultDataSettings } from '../../core/data/prepare.ts';
import { ONLY } from '../../core/document/document.ts';
import { makeLanguageModel } from '../../core/presets/language/language-preset.ts';
import { languagePresets } from '../../core/presets/language/registry.ts';
import { finish } from '../../core/text/steps.ts';
import { TextShelf } from './text-shelf.ts';

const made = (text: string) => makeLanguageModel(languagePresets.bigram, { name: 'a', text, layout: 'continuous' });
const textless = (data: DataSettings): DataSettings =>
  ({ ...data, source: { ...data.source, utf8: new Uint8Array(0) } }) as DataSettings;

describe('the shelf of texts', () => {
  test('gives settings back the text that they were sent without', () => {
    const shelf = new TextShelf();
    const document = made('one two three four');
    const data = document.data[ONLY]!;
    const { shelved } = shelf.made(document, new Int32Array(0));
    expect(shelf.whole(textless(data), shelved)).toEqual(data);
    expect(shelf.whole(data, null)).toBe(data);
    expect(() => shelf.whole(textless(data), 99)).toThrow('not on the shelf');
  });

  test('keeps the texts that were used last, each once', () => {
    const shelf = new TextShelf();
    const texts = [1, 2, 3, 4].map((byte) => Uint8Array.of(byte));
    const [first, second] = texts.map((utf8) => shelf.keep(utf8));
    expect(shelf.keep(texts[3]!)).toBe(shelf.keep(texts[3]!));
    expect(shelf.has(first!)).toBe(false);
    expect(shelf.has(second!)).toBe(true);
  });

  test('a text is cut into tokens once, and again where it is laid out otherwise', () => {
    const shelf = new TextShelf();
    const data = made('one two three four').data[ONLY]!;
    const stepsOf = (settings: DataSettings): number => [...shelf.prepare(settings)].length;
    const prepared = finish(shelf.prepare(data));
    expect(prepared.text!.ids).toHaveLength(18);
    expect(stepsOf(data)).toBe(0);
    expect(finish(shelf.prepare({ ...data, validationShare: 0.5 })).text!.heldOutFrom).toBe(9);
    expect(finish(shelf.prepare(data)).text!.ids).toBe(prepared.text!.ids);
    const lines = { ...data, source: { ...data.source, layout: 'lines' } } as DataSettings;
    expect(stepsOf(lines)).toBeGreaterThan(0);
    finish(shelf.prepare(data));
    expect(stepsOf(data)).toBe(0);
    finish(shelf.prepare(defaultDataSettings('xor')));
    expect(stepsOf(data)).toBeGreaterThan(0);
  });

  test('of long texts those in use stay, and under a table what the limit has room for', () => {
    const shelf = new TextShelf(100);
    const [first, second, third] = [1, 2, 3].map(() => shelf.keep(new Uint8Array(60)));
    expect([first, second, third].map((id) => shelf.has(id!))).toEqual([false, true, true]);
    finish(shelf.prepare(defaultDataSettings('xor')));
    expect([second, third].map((id) => shelf.has(id!))).toEqual([false, true]);
    const longer = shelf.keep(new Uint8Array(101));
    finish(shelf.prepare(defaultDataSettings('xor')));
    expect(shelf.has(longer)).toBe(false);
  });

  test('of long texts the tokens that were used last stay, and no others', () => {
    const data = made('one two three four').data[ONLY]!; // 18 bytes, 18 ids of four
    const lines = { ...data, source: { ...data.source, layout: 'lines' } } as DataSettings;
    const stepsAgain = (shelf: TextShelf): number[] => {
      for (const settings of [data, lines]) finish(shelf.prepare(settings));
      return [lines, data].map((settings) => [...shelf.prepare(settings)].length);
    };
    expect(stepsAgain(new TextShelf(180))).toEqual([0, 0]);
    const [newest, older] = stepsAgain(new TextShelf(179));
    expect(newest).toBe(0);
    expect(older).toBeGreaterThan(0);
  });
});
