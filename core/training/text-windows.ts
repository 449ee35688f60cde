/**
 * Which pieces of a text are examples, and how one is written into a plan. A row is a place in the text: where a window begins,
 * or, where the network scores only the token after the window, the place of that token.
 */
import type { TextForm } from '../compile/compile.ts';
import type { PreparedData } from '../data/data-settings.ts';
import type { TextExamples } from '../data/text-source.ts';
import { IGNORED } from '../engine/kernels/reference/class-cross-entropy.ts';
import type { Plan } from '../engine/plan.ts';
import { Random } from '../tensor/random.ts';

/** BERT's: this share of positions is guessed; of them so many are hidden, so many replaced by any token, the rest left. */
const GUESSED = 0.15;
const HIDDEN = 0.8;
const REPLACED = 0.1;

/** The rows of both splits for a network that sees `context` tokens. @throws RangeError when the text is shorter than that */
export function withWindows(data: PreparedData, form: TextForm): PreparedData {
  const { text } = data;
  if (!text) return data;
  const { documents, ids, heldOutFrom } = text;
  const { context, outputPositions } = form;
  if (documents) {
    const places = (starts: Uint32Array): Uint32Array => (outputPositions === 1 ? placesAfter(starts, ids) : starts);
    return { ...data, trainingRows: places(documents.training), validationRows: places(documents.validation) };
  }
  const span = context + (outputPositions === 1 || text.objective === 'next' ? 1 : 0);
  const first = outputPositions === 1 ? context : 0;
  const range = (from: number, to: number, step: number): Uint32Array =>
    Uint32Array.from(
      { length: Math.max(0, Math.ceil((to - span - from + 1) / step)) },
      (_, i) => from + i * step + first,
    );
  const trainingRows = range(0, heldOutFrom, 1);
  if (trainingRows.length === 0) {
    throw new RangeError(
      `The text to learn has ${heldOutFrom} tokens, but the network sees ${context} at once and needs one more. Choose a longer text or a shorter context.`,
    );
  }
  return { ...data, trainingRows, validationRows: range(heldOutFrom, ids.length, outputPositions === 1 ? 1 : context) };
}

/** Every token of these documents, with the boundary that ends each. */
function placesAfter(starts: Uint32Array, ids: Int32Array): Uint32Array {
  const places: number[] = [];
  for (const start of starts) {
    for (let i = start + 1; i < ids.length; i++) {
      places.push(i);
      if (ids[i] === ids[start]) break;
    }
  }
  return Uint32Array.from(places);
}

/** Writes windows of a text into a plan of one network. */
export class TextWriter {
  readonly #text: TextExamples;
  readonly #form: TextForm;

  constructor(text: TextExamples, form: TextForm) {
    this.#text = text;
    this.#form = form;
  }

  /** @param key decides which tokens a masked model has to guess: the same key hides the same ones */
  write(plan: Plan, count: number, rowAt: (i: number) => number, key: number): void {
    const ids = plan.idsOf(this.#form.input);
    const targets = plan.targets as Int32Array;
    const { context, outputPositions } = this.#form;
    for (let i = 0; i < count; i++) {
      const row = rowAt(i);
      if (outputPositions === 1) this.#writeLast(ids, targets, row, i);
      else if (this.#text.objective === 'masked') this.#writeMasked(ids, targets, row, i * context, key);
      else this.#writeNext(ids, targets, row, i * context);
    }
    plan.setExamples(count);
  }

  /** The window before `row`, and the token at `row`; before a document there are only boundaries. */
  #writeLast(into: Int32Array, targets: Int32Array, row: number, example: number): void {
    const { ids, documents } = this.#text;
    const { context } = this.#form;
    let start = row - 1;
    const boundary = documents ? ids[documents.training[0]!]! : -1;
    for (let k = context - 1; k >= 0; k--) {
      into[example * context + k] = ids[start]!;
      if (ids[start] !== boundary) start--;
    }
    targets[example] = ids[row]!;
  }

  #writeNext(into: Int32Array, targets: Int32Array, row: number, at: number): void {
    const { ids } = this.#text;
    const { context } = this.#form;
    const end = this.#endOf(row);
    for (let k = 0; k < context; k++) {
      const place = row + k;
      into[at + k] = place < end ? ids[place]! : 0;
      targets[at + k] = place < end ? ids[place + 1]! : IGNORED;
    }
  }

  #writeMasked(into: Int32Array, targets: Int32Array, row: number, at: number, key: number): void {
    const { ids, mask, vocabulary } = this.#text;
    const { context } = this.#form;
    const random = Random.fromSeed((Math.imul(row + 1, 0x9e3779b1) ^ key) >>> 0);
    const end = Math.min(this.#endOf(row) + 1, ids.length);
    let guessed = 0;
    for (let k = 0; k < context; k++) {
      const place = row + k;
      const id = place < end ? ids[place]! : 0;
      const isGuessed = place < end && random.uniform() < GUESSED;
      into[at + k] = isGuessed ? this.#disguised(id, mask!, vocabulary, random) : id;
      targets[at + k] = isGuessed ? id : IGNORED;
      if (isGuessed) guessed++;
    }
    if (guessed > 0) return;
    const k = random.integer(Math.min(context, end - row));
    targets[at + k] = ids[row + k]!;
    into[at + k] = mask!;
  }

  #disguised(id: number, mask: number, vocabulary: number, random: Random): number {
    const drawn = random.uniform();
    if (drawn < HIDDEN) return mask;
    return drawn < HIDDEN + REPLACED ? random.integer(vocabulary) : id;
  }

  /** The last place of the document that begins at `row`; of running text, the last place there is. */
  #endOf(row: number): number {
    const { ids, documents } = this.#text;
    if (!documents) return ids.length - 1;
    let end = row + 1;
    while (end < ids.length - 1 && ids[end] !== ids[row]) end++;
    return end;
  }
}
