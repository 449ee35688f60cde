/**
 * Long texts that the training process has already, so that the page names one instead of sending it with every change of the
 * drawing; and the tokens that texts were cut into last, which takes seconds.
 */
import type { DataSettings, PreparedData } from '../../core/data/data-settings.ts';
import { preparedText, prepareInSteps } from '../../core/data/prepare.ts';
import type { TextSource } from '../../core/data/text-source.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import type { Steps } from '../../core/text/steps.ts';

interface Cut {
  readonly of: TextSource;
  readonly ids: Int32Array;
}

/** The newest: the present one, and those that an undo goes back to. */
const TEXTS = 3;
const CUTS = 2;
/** Of texts, and of tokens with their texts: what is older and beyond it goes, and is sent or cut again where it is wanted. */
const MOST_BYTES = 256 * 2 ** 20;
/** The one in training and the one that comes next stay, however long: training holds them too. */
const TEXTS_IN_USE = 2;

export class TextShelf {
  /** The one used last stands last. */
  readonly #texts = new Map<number, Uint8Array>();
  #cuts: readonly Cut[] = [];
  #next = 1;
  readonly #mostBytes: number;

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** @returns its number */
  keep(utf8: Uint8Array): number {
    for (const [id, known] of this.#texts) if (known === utf8) return id;
    const id = this.#next++;
    this.#texts.set(id, utf8);
    this.#clear(TEXTS_IN_USE);
    return id;
  }

  /** @param inUse how many of the newest stay */
  #clear(inUse: number): void {
    let bytes = [...this.#texts.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    for (const [oldest, { byteLength }] of this.#texts) {
      if (this.#texts.size <= inUse || (this.#texts.size <= TEXTS && bytes <= this.#mostBytes)) break;
      this.#texts.delete(oldest);
      bytes -= byteLength;
    }
  }

  has(id: number): boolean {
    return this.#texts.has(id);
  }

  /** Settings with their text. @param id its number; null where they have it @throws RangeError when it is not here any more */
  whole(settings: DataSettings, id: number | null): DataSettings {
    const { source } = settings;
    if (id === null || source.kind !== 'text') return settings;
    const utf8 = this.#texts.get(id);
    if (!utf8) throw new RangeError(`internal: text ${id} is not on the shelf`);
    this.#texts.delete(id);
    this.#texts.set(id, utf8);
    return { ...settings, source: { ...source, utf8 } };
  }

  /** A model was made of a text. @param ids its tokens @returns it, and the number that its text has from now on */
  made(document: NetworkDocument, ids: Int32Array): { readonly document: NetworkDocument; readonly shelved: number } {
    const { source } = document.data[ONLY]!;
    if (source.kind !== 'text') throw new RangeError('internal: a language model was made of no text');
    this.#remember(source, ids);
    return { document, shelved: this.keep(source.utf8) };
  }

  #remember(of: TextSource, ids: Int32Array): void {
    let bytes = 0;
    this.#cuts = [{ of, ids }, ...this.#cuts.filter((cut) => !isCutAlike(cut.of, of))].filter((cut, i) => {
      bytes += cut.ids.byteLength + cut.of.utf8.byteLength;
      return i === 0 || (i < CUTS && bytes <= this.#mostBytes);
    });
  }

  /** As `prepareInSteps`; a text that was cut before is not cut again, unless there was a table in between. */
  *prepare(settings: DataSettings): Steps<unknown, PreparedData> {
    const { source } = settings;
    if (source.kind !== 'text') {
      this.#cuts = [];
      this.#clear(0);
      return yield* prepareInSteps(settings);
    }
    const known = this.#cuts.find(({ of }) => isCutAlike(of, source))?.ids ?? null;
    const prepared = yield* preparedText(source, settings, known);
    this.#remember(source, prepared.text!.ids);
    return prepared;
  }
}

const isCutAlike = (a: TextSource, b: TextSource): boolean =>
  a.utf8 === b.utf8 && a.layout === b.layout && JSON.stringify(a.tokenizer) === JSON.stringify(b.tokenizer);
